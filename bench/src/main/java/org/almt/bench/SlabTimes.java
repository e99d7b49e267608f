package org.almt.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Engine;
import org.almt.core.parallel.Slabs;

/**
 * The least times of all slabs of a computation that runs on one thread, in nanoseconds. A computation has the same
 * jobs each time: while slabs are watched, {@link Slabs#toKeepBusy} is constant.
 */
final class SlabTimes implements Slabs.Watch {
    /**
     * One call of {@link Slabs#over}. Its slabs write to separate places, and the next job begins when all are done.
     *
     * @param op the op that it belongs to
     * @param slabs nanoseconds of each
     */
    record Job(String op, double[] slabs) {
        double sum() {
            return Arrays.stream(slabs).sum();
        }
    }

    private final List<Job> jobs = new ArrayList<>();
    private double serial = Double.MAX_VALUE;
    /** State of the present pass: whether jobs are named, which comes next, their times, and whether one runs. */
    private boolean naming;
    private int next;
    private double inside;
    private boolean within;

    private SlabTimes() {}

    /** Times some passes of a computation. */
    static SlabTimes of(Runnable computation, int passes) {
        SlabTimes times = new SlabTimes();
        Engine.useThreads(1);
        Slabs.watch(times);
        try {
            for (int pass = 0; pass <= passes; pass++) {
                times.naming = pass == 0;
                times.next = 0;
                times.inside = 0;
                long begin = System.nanoTime();
                computation.run();
                double outside = System.nanoTime() - begin - times.inside;
                if (pass > 0) {
                    times.serial = Math.min(times.serial, outside);
                }
            }
        } finally {
            Slabs.watch(null);
        }
        return times;
    }

    List<Job> jobs() {
        return jobs;
    }

    /** Nanoseconds outside of all slabs. */
    double serial() {
        return serial;
    }

    @Override
    public void run(int n, int size, Slabs.Slab slab) {
        if (within) { // a slab that is cut again runs on one thread
            for (int from = 0; from < n; from += size) {
                slab.run(from, Math.min(size, n - from));
            }
            return;
        }
        within = true;
        try {
            if (naming) {
                double[] unknown = new double[Slabs.count(n, size)];
                Arrays.fill(unknown, Double.MAX_VALUE);
                jobs.add(new Job(op(), unknown));
            }
            Job job = jobs.get(next++);
            long begin = System.nanoTime();
            for (int i = 0; i < job.slabs.length; i++) {
                slab.run(i * size, Math.min(size, n - i * size));
                long end = System.nanoTime();
                if (!naming) {
                    job.slabs[i] = Math.min(job.slabs[i], end - begin);
                    inside += end - begin;
                }
                begin = end;
            }
        } finally {
            within = false;
        }
    }

    /** The outermost class of ops or optimisers on the stack, and its method if it is a backward pass. */
    private static String op() {
        return StackWalker.getInstance().walk(frames -> frames
                .filter(frame -> frame.getClassName().startsWith("org.almt.core.op.")
                        || frame.getClassName().startsWith("org.almt.nn.optim."))
                .reduce((inner, outer) -> outer)
                .map(frame -> frame.getClassName().replaceAll(".*\\.|\\$.*", "")
                        + (frame.getMethodName().contains("ackward") ? " backward" : ""))
                .orElse("all else"));
    }
}
