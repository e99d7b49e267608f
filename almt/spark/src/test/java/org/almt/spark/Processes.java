package org.almt.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** Processor time and memory of processes. */
final class Processes {
    private static final int EVERY_MILLIS = 5000;

    private Processes() {}

    /** Seconds of processor time of this process and others, which do not depend on what else a machine does. */
    static double seconds(List<Long> processes) {
        double seconds = seconds(ProcessHandle.current());
        for (long process : processes) {
            seconds += ProcessHandle.of(process).map(Processes::seconds).orElse(Double.NaN);
        }
        return seconds;
    }

    private static double seconds(ProcessHandle process) {
        return 1e-9 * process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /** Megabytes that a process holds. */
    static long megabytes(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum() / 1024;
    }

    /** Bytes of all files of a folder. */
    static long size(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    static void delete(Path table) throws IOException {
        FileUtils.deleteDirectory(table.toFile());
    }

    /** Prints what processes hold, every few seconds. */
    static final class Watch implements AutoCloseable {
        private final Thread thread;
        private volatile boolean over;

        Watch(List<Long> processes, boolean prints) {
            long began = System.nanoTime();
            thread = new Thread(() -> {
                try {
                    while (prints && !over) {
                        StringBuilder line = new StringBuilder();
                        for (long process : processes) {
                            line.append(' ').append(megabytes(process));
                        }
                        List<String> words = TestCluster.WORDS;
                        System.out.printf("  %d s, %.0f s of processors: executors hold%s MB %s%n",
                                (System.nanoTime() - began) / 1_000_000_000, seconds(processes), line,
                                words.isEmpty() ? "" : words.get(words.size() - 1));
                        Thread.sleep(EVERY_MILLIS);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }, "watch");
            thread.start();
        }

        @Override
        public void close() {
            over = true;
            thread.interrupt();
        }
    }
}
