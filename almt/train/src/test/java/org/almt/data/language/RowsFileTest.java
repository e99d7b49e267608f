package org.almt.data.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of text features with a changed bit, or that are truncated, are ignored. */
class RowsFileTest {
    @TempDir
    Path folder;

    @Test
    void everyBitCounts() throws IOException {
        Path path = folder.resolve("x.rows");
        RowsFile file = new RowsFile(path, "0123456789abcdef".repeat(4), 5);
        file.write(out -> {
            out.write(new float[] {1, -0f, Float.MIN_VALUE}, 0, 3);
            out.write(new float[] {0, 4, 5}, 1, 2);
        });
        byte[] sound = Files.readAllBytes(path);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rows = file.map(arena).orElseThrow();
            assertEquals(5f, rows.get(TextRows.FLOAT, 16));
            for (int bit = 0; bit < 8 * sound.length; bit++) {
                byte[] damaged = sound.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                // a new file each time: the mapped one is not changed
                RowsFile other = new RowsFile(folder.resolve("other.rows"), file.key(), file.floats());
                Files.write(other.path(), damaged);
                assertTrue(other.map(arena).isEmpty(), "bit " + bit + " is not noticed");
            }
            for (int length = 0; length < sound.length; length++) {
                RowsFile other = new RowsFile(folder.resolve("cut.rows"), file.key(), file.floats());
                Files.write(other.path(), Arrays.copyOf(sound, length));
                assertTrue(other.map(arena).isEmpty(), "cut to " + length);
            }
        }
    }
}
