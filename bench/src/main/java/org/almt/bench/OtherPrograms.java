package org.almt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How busy other programs kept the processors during a measurement, from Linux's {@code /proc/stat}. On other systems
 * this is unknown, and nothing counts as noise.
 *
 * @param others mean number of processors that other programs used
 * @param stolen mean number of processors that the host of a virtual machine took
 * @param online number of processors
 */
record OtherPrograms(double others, double stolen, int online) {
    /** Clock ticks per second. Linux reports this to programs, whatever the clock of the kernel. */
    private static final double TICKS = 100;

    /** A measurement is disturbed if more than this fraction of a processor that it needs is taken. */
    private static final double BOUND = 0.15;

    /** Counts of ticks since the start of the machine. {@code ours} belong to this program and its ended children. */
    record Sample(long nanos, double busy, double ours, double stolen, int online) {
        static @Nullable Sample now() {
            try {
                return of(System.nanoTime(), Files.readAllLines(Path.of("/proc/stat")),
                        Files.readString(Path.of("/proc/self/stat")));
            } catch (IOException e) {
                return null;
            }
        }

        /**
         * Reads the two files.
         *
         * @param machine lines of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal after {@code cpu}
         * @param program the text of /proc/self/stat: utime, stime, cutime, cstime are the fields 14 to 17
         */
        static Sample of(long nanos, List<String> machine, String program) {
            String[] ticks = machine.get(0).trim().split(" +");
            double busy = 0;
            for (int field : new int[] {1, 2, 3, 6, 7}) {
                busy += Double.parseDouble(ticks[field]);
            }
            // The name of the program, in parentheses, may hold spaces.
            String[] own = program.substring(program.lastIndexOf(')') + 2).split(" ");
            double ours = 0;
            for (int field = 11; field < 15; field++) {
                ours += Double.parseDouble(own[field]);
            }
            int online = (int) machine.stream().filter(line -> line.matches("cpu\\d+ .*")).count();
            return new Sample(nanos, busy, ours, Double.parseDouble(ticks[8]), online);
        }
    }

    /** What happened between two samples. Null if unknown. */
    static @Nullable OtherPrograms between(@Nullable Sample before, @Nullable Sample after) {
        if (before == null || after == null) {
            return null;
        }
        double ticks = (after.nanos - before.nanos) / 1e9 * TICKS;
        double others = after.busy - before.busy - (after.ours - before.ours);
        return new OtherPrograms(Math.max(0, others / ticks), (after.stolen - before.stolen) / ticks, after.online);
    }

    /**
     * Whether a measurement on the given number of threads was disturbed: other programs needed more than the remaining
     * processors.
     */
    boolean disturbs(int threads) {
        return stolen > BOUND || others > Math.max(0, online - threads) + BOUND;
    }

    /** For example {@code others used 0.80 of 2 processors, the host took 0.00}. */
    @Override
    public String toString() {
        return "others used %.2f of %d processors, the host took %.2f".formatted(others, online, stolen);
    }
}
