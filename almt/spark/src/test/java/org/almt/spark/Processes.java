package org.almt.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Processor time and memory of processes. */
final class Processes {
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
    static long megabytes(long process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum() / 1024;
        } catch (IOException gone) {
            return 0;
        }
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

    /** Prints after each part of a table what it has cost so far, and what processes hold. */
    static final class Watch extends SparkListener {
        private final List<Long> processes;
        private final long began = System.nanoTime();
        private final double before;
        private long rows;

        Watch(List<Long> processes) {
            this.processes = processes;
            before = seconds(processes);
        }

        @Override
        public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
            long written = end.taskMetrics() == null ? 0 : end.taskMetrics().outputMetrics().recordsWritten();
            if (written == 0) {
                return; // it only looked for files
            }
            rows += written;
            StringBuilder holds = new StringBuilder();
            for (long process : processes) {
                holds.append(' ').append(megabytes(process));
            }
            System.out.printf(Locale.ROOT, "  %d rows after %d s, %.1f s of processors; this part %.3f ms a row in its"
                    + " thread; executors hold%s MB%n", rows, (System.nanoTime() - began) / 1_000_000_000,
                    seconds(processes) - before, 1e-6 * end.taskMetrics().executorCpuTime() / written, holds);
        }
    }
}
