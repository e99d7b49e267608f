package org.almt.data.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers are the same after their pages were released. This is all that a test can check on every system. */
class ResidentPagesTest {
    @TempDir
    Path temporary;

    @Test
    void aMappedFileCanBeReadOnAndOn() throws IOException {
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Path file = Files.write(temporary.resolve("numbers"), bytes);
        try (FileChannel channel = FileChannel.open(file); Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes.length, arena);
            ResidentPages pages = new ResidentPages(mapped);
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(bytes, mapped.toArray(ValueLayout.JAVA_BYTE));
                pages.read(20 << 20);
            }
        }
    }

    @Test
    void theHeapIsLeftAlone() {
        ResidentPages pages = new ResidentPages(null);
        pages.read(1 << 30);
        pages.read(1 << 30);
    }
}
