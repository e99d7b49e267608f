package org.almt.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Measures the memory that a small file costs before it is refused or read, and keeps a table. */
public final class Growth {
    /** Of processor time. */
    private static final double MOST_SECONDS = 5;

    private final List<String> table = new ArrayList<>(List.of("| file | size | allocated | seconds |",
            "|---|---|---|---|"));

    /** Reads a file. */
    @FunctionalInterface
    public interface Reader {
        void read(Path file) throws IOException;
    }

    /** Writes a text: a beginning, a piece again and again up to a size, and an end. */
    public static Path text(Path file, String begin, String piece, int size, String end) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(begin);
            String pieces = piece.repeat(1_000);
            for (int i = 0; i < size; i += pieces.length()) {
                out.write(pieces);
            }
            out.write(end);
        }
        return file;
    }

    /**
     * Checks that a file is refused with a sentence, after allocating at most the given MiB, and that no other file is
     * left.
     */
    public void refused(Path file, Reader reader, int mostMib, String... expected) throws IOException {
        measured(file, mostMib, () -> {
            IOException refusal = assertThrows(IOException.class, () -> reader.read(file));
            for (String word : expected) {
                assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
            }
            assertTrue(refusal.getMessage().length() < 2_000, "a sentence, not the file");
        });
    }

    /** Checks that a file is read, allocating at most the given MiB, and that no other file is left. */
    public void read(Path file, Reader reader, int mostMib) throws IOException {
        measured(file, mostMib, () -> reader.read(file));
    }

    /** What is measured. */
    private interface Work {
        void run() throws IOException;
    }

    private void measured(Path file, int mostMib, Work work) throws IOException {
        List<Path> before = beside(file);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long began = threads.getCurrentThreadCpuTime();
        work.run();
        double seconds = 1e-9 * (threads.getCurrentThreadCpuTime() - began);
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        assertTrue(bytes <= (long) mostMib << 20, (bytes >> 20) + " MiB allocated for " + file.getFileName());
        assertTrue(seconds < MOST_SECONDS, seconds + " s for " + file.getFileName());
        assertEquals(before, beside(file));
        table.add(String.format(Locale.ROOT, "| %s | %d kB | %d MiB | %.1f |", file.getFileName(),
                Files.size(file) / 1000, bytes >> 20, seconds));
    }

    private static List<Path> beside(Path file) throws IOException {
        try (Stream<Path> files = Files.walk(file.resolveSibling(""))) {
            return files.sorted().toList();
        }
    }

    /** Writes the table. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, table);
    }
}
