package org.almt.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Memory, threads and open files of a process.
 *
 * @param resident memory in kB
 * @param heap in kB, after a collection; 0 of another process
 * @param threads of Java; of another process all threads
 * @param files that are open
 */
record Vitals(long resident, long heap, long threads, long files) {
    /** Of this process. */
    static Vitals mine() throws IOException {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
        Vitals all = of("self");
        return new Vitals(all.resident, heap, ManagementFactory.getThreadMXBean().getThreadCount(), all.files);
    }

    /** As Linux knows them. */
    static Vitals of(String process) throws IOException {
        Path folder = Path.of("/proc", process);
        if (!Files.isDirectory(folder)) {
            return new Vitals(0, 0, 0, 0); // no Linux
        }
        long resident = 0;
        long threads = 0;
        for (String line : Files.readAllLines(folder.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = number(line);
            } else if (line.startsWith("Threads:")) {
                threads = number(line);
            }
        }
        try (Stream<Path> open = Files.list(folder.resolve("fd"))) {
            return new Vitals(resident, 0, threads, open.count());
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    static Vitals parse(String... words) {
        return new Vitals(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]),
                Long.parseLong(words[3]));
    }

    @Override
    public String toString() {
        return resident + " " + heap + " " + threads + " " + files;
    }
}
