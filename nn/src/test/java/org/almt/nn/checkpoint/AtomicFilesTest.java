package org.almt.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aFileIsMadeAndReplaced() throws IOException {
        Path path = folder.resolve("metrics.csv");
        AtomicFiles.writeString(path, "one ü");
        assertEquals("one ü", Files.readString(path));
        AtomicFiles.writeString(path, "two");
        assertEquals("two", Files.readString(path));
        assertEquals(List.of(path), files());
    }

    @Test
    void theOldFileIsThereUntilTheNewOneIsWhole() throws IOException {
        Path path = folder.resolve("file");
        AtomicFiles.writeString(path, "old");
        AtomicFiles.write(path, out -> {
            out.write(new byte[1 << 20]);
            assertEquals("old", Files.readString(path));
        });
        assertEquals(1 << 20, Files.size(path));
    }

    @Test
    void aFailureOfAnyKindLeavesTheOldFileAlone() throws IOException {
        Path path = folder.resolve("file");
        AtomicFiles.writeString(path, "old");
        IOException full = new IOException("No space left on device");
        CheckpointException error = assertThrows(CheckpointException.class, () -> AtomicFiles.write(path, out -> {
            out.write(new byte[1 << 20]);
            throw full;
        }));
        assertEquals(path + ": writing failed (No space left on device); check the path, the rights and the disk.",
                error.getMessage());
        assertSame(full, error.getCause());
        assertThrows(IllegalStateException.class, () -> AtomicFiles.write(path, out -> {
            throw new IllegalStateException();
        }));
        assertThrows(StackOverflowError.class, () -> AtomicFiles.write(path, out -> {
            throw new StackOverflowError();
        }));
        assertEquals("old", Files.readString(path));
        assertEquals(List.of(path), files());
    }

    @Test
    void anUnusablePathIsNamed() throws IOException {
        Path nowhere = folder.resolve("no/such/folder/file");
        assertEquals(nowhere + ": its folder does not exist; make the folder first.",
                assertThrows(CheckpointException.class, () -> AtomicFiles.writeString(nowhere, "x")).getMessage());
        assertEquals(folder + ": is a folder, expected a file to write; name a file in it.",
                assertThrows(CheckpointException.class, () -> AtomicFiles.writeString(folder, "x")).getMessage());
        Path file = folder.resolve("file");
        AtomicFiles.writeString(file, "old");
        assertThrows(CheckpointException.class, () -> AtomicFiles.writeString(file.resolve("below"), "x"));
        assertEquals(List.of(file), files());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsNoFileIsWrittenToDirectly() throws IOException {
        AtomicFiles.writeString(Path.of("/dev/null"), "x");
        assertTrue(Files.exists(Path.of("/dev/null")) && !Files.isRegularFile(Path.of("/dev/null")));
        String message = assertThrows(CheckpointException.class,
                () -> AtomicFiles.writeString(Path.of("/dev/full"), "x")).getMessage();
        assertTrue(message.startsWith("/dev/full: writing failed ("), message);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkIsFollowed() throws IOException {
        Path file = folder.resolve("file");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        AtomicFiles.writeString(file, "old");
        AtomicFiles.writeString(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
    }

    /** Beyond the largest number of a process that Linux gives. */
    private static final int NOBODY = 1 << 23;

    @Test
    void leftoversAreRemovedAndNothingElse() throws IOException {
        Path kept = folder.resolve("best.safetensors");
        AtomicFiles.write(kept, out -> {
            // What a killed writer leaves: a copy of the temporary file as it is right now.
            Path temporary = files().getFirst();
            String name = temporary.getFileName().toString();
            Files.copy(temporary, folder.resolve(name.replaceFirst("\\.\\d+-", "." + NOBODY + "-")));
            Files.copy(temporary, folder.resolve(name.replace(".best", ".another")));
            assertEquals(1, AtomicFiles.removeLeftovers(folder), "what is being written stays");
        });
        assertEquals(0, AtomicFiles.removeLeftovers(folder));
        assertEquals(2, files().size(), "and what another thread of this process writes");
        assertTrue(files().contains(kept));
    }

    /** SIGTERM stands for Ctrl-C: the JVM ends in the same way. */
    @Test
    void aSlowWriteThatASignalEndsLeavesNothing() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), SlowWriter.class.getName(), folder.resolve("file").toString())
                .redirectErrorStream(true).start();
        try {
            assertEquals("begun", child.inputReader().readLine());
            assertEquals(1, files().size());
            child.toHandle().destroy();
            assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        } finally {
            child.destroyForcibly();
        }
        assertEquals(List.of(), files());
    }

    @Test
    void theFirstWriteIntoAFolderRemovesWhatADeadProcessLeft() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        Path dead = Files.writeString(there.resolve(".x." + NOBODY + "-01234567.almt-tmp"), "half");
        Path alive = Files.writeString(there.resolve(".x." + ProcessHandle.current().parent().orElseThrow().pid()
                + "-01234567.almt-tmp"), "half");
        AtomicFiles.writeString(there.resolve("y"), "y");
        assertFalse(Files.exists(dead));
        assertTrue(Files.exists(alive));
    }
}
