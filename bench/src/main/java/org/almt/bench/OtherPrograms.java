package org.almt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How busy others kept the processors while something was measured, from Linux's {@code /proc/stat}. Elsewhere it is
 * not known, and nothing counts as noise.
 *
 * @param others processors that other programs used in the mean
 * @param stolen processors that the host of a virtual machine took away
 * @param online processors in all
 */
record OtherPrograms(double others, double stolen, int online) {
    /** A processor's clock ticks in a second: what Linux reports to programs, whatever the kernel's own clock. */
    private static final double TICKS = 100;

    /** More than this share of a processor, taken from one that the measurement needs, disturbs it. */
    private static final double BOUND = 0.05;

    /** Counts of ticks since the start of the machine; ours are those of this program and of its dead children. */
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
         * @param machine of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal after {@code cpu}
         * @param program of /proc/self/stat: utime, stime, cutime, cstime are the 14th to the 17th field
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

    /** What happened between two samples; null where it is not known. */
    static @Nullable OtherPrograms between(@Nullable Sample before, @Nullable Sample after) {
        if (before == null || after == null) {
            return null;
        }
        double ticks = (after.nanos - before.nanos) / 1e9 * TICKS;
        double others = after.busy - before.busy - (after.ours - before.ours);
        return new OtherPrograms(Math.max(0, others / ticks), (after.stolen - before.stolen) / ticks, after.online);
    }

    /** Whether a measurement on so many threads was disturbed: others needed more than the processors left over. */
    boolean disturbs(int threads) {
        return stolen > BOUND || others > Math.max(0, online - threads) + BOUND;
    }

    /** For example {@code others used 0.80 of 2 processors, the host took 0.00}. */
    @Override
    public String toString() {
        return "others used %.2f of %d processors, the host took %.2f".formatted(others, online, stolen);
    }
}
