package org.almt.nn.checkpoint.zip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.almt.nn.checkpoint.CheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipArchiveTest {
    @TempDir
    Path folder;

    private Path archive(String... names) throws IOException {
        Path path = folder.resolve("a.jar");
        try (OutputStream out = Files.newOutputStream(path); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    zip.write(("content of " + name).getBytes());
                }
                zip.closeEntry();
            }
        }
        return path;
    }

    @Test
    void membersAreListedAndExtracted() throws IOException {
        try (ZipArchive zip = ZipArchive.open(archive("x/", "x/../../y", "z"))) {
            assertEquals(List.of("x/../../y", "z"), List.copyOf(zip.members().keySet()));
            assertEquals(20, zip.members().get("x/../../y"));
            assertArrayEquals("cont".getBytes(), zip.start("z", 4));
            assertEquals(12, zip.start("z", 100).length);
            Path target = folder.resolve("target");
            zip.extract("x/../../y", target);
            assertEquals("content of x/../../y", Files.readString(target));
            // An existing file is not overwritten.
            assertThrows(CheckpointException.class, () -> zip.extract("z", target));
            assertEquals("content of x/../../y", Files.readString(target));
            assertTrue(assertThrows(CheckpointException.class, () -> zip.extract("q", target)).getMessage()
                    .contains("holds no member 'q'"));
        }
    }

    @Test
    void aBrokenMemberLeavesNothing() throws IOException {
        Path path = archive("z");
        byte[] bytes = Files.readAllBytes(path);
        bytes[30 + 1 + 3] ^= 0x40;
        Files.write(path, bytes);
        Path target = folder.resolve("target");
        try (ZipArchive zip = ZipArchive.open(path)) {
            assertThrows(CheckpointException.class, () -> zip.extract("z", target));
        }
        assertFalse(Files.exists(target));
    }
}
