package org.almt.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.almt.testsdata.LockHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of ended processes are deleted. Folders in use by a process of another machine or container are kept. */
class TemporaryFolderTest {
    /** More than any system numbers its processes to. */
    private static final String DEAD = "999999999";

    @TempDir
    Path parent;

    private void next() throws IOException {
        try (TemporaryFolder folder = new TemporaryFolder(parent, "test")) {
            assertTrue(Files.isDirectory(folder.folder()));
        }
    }

    private Path of(String random) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("test-" + DEAD + "-" + random));
        Files.writeString(folder.resolve("content"), "content");
        return folder;
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    @Test
    void foldersOfDeadProcessesGo() throws IOException {
        Path old = of("old");
        Path young = of("young");
        Path another = Files.createDirectory(parent.resolve("another-" + DEAD + "-old"));
        age(old);
        age(another);
        next();
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young), "its owner may not have locked it yet");
        assertTrue(Files.exists(another));
    }

    @Test
    void aFolderThatAnotherMachineUsesStays() throws Exception {
        Path folder = of("used");
        Path owner = Files.createFile(folder.resolve(".owner." + DEAD + "-0123abcd.owner-lock"));
        age(owner);
        Process holder = LockHolder.start(owner);
        try {
            assertEquals('t', holder.getInputStream().read());
            age(folder);
            next();
            assertTrue(Files.exists(folder.resolve("content")));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        next();
        assertFalse(Files.exists(folder));
    }

    @Test
    void nothingStays() throws IOException {
        next();
        try (var left = Files.list(parent)) {
            assertEquals(0, left.count());
        }
    }
}
