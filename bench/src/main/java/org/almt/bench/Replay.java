package org.almt.bench;

import java.util.Arrays;
import java.util.List;

/**
 * A computation whose slabs were timed, replayed on any number of cores: the free core takes the next slab, a job
 * begins when the one before is done, and giving a job to others costs time. What cores share beyond that, memory and
 * its caches, is not in it.
 *
 * @param times of the slabs
 * @param handOver nanoseconds that a job costs on two cores; on n cores log₂ n times as much
 */
record Replay(SlabTimes.Job[] times, double serial, double handOver) {
    static Replay of(SlabTimes times, double handOver) {
        return new Replay(times.jobs().toArray(SlabTimes.Job[]::new), times.serial(), handOver);
    }

    /** Nanoseconds on some cores. */
    double on(int cores) {
        return serial + Arrays.stream(times).mapToDouble(job -> on(cores, job)).sum();
    }

    private double on(int cores, SlabTimes.Job job) {
        double shared = cores == 1 || job.slabs().length == 1 ? 0 : handOver * Math.log(cores) / Math.log(2);
        return shared + span(job.slabs(), cores);
    }

    /** When the last slab ends. */
    static double span(double[] slabs, int cores) {
        double[] free = new double[Math.min(cores, slabs.length)];
        for (double slab : slabs) {
            int first = 0;
            for (int i = 1; i < free.length; i++) {
                first = free[i] < free[first] ? i : first;
            }
            free[first] += slab;
        }
        return Arrays.stream(free).max().orElse(0);
    }

    /** The ops, those of the longest time on one core first. */
    List<String> ops() {
        return Arrays.stream(times).map(SlabTimes.Job::op).distinct()
                .sorted((a, b) -> Double.compare(one(b), one(a))).toList();
    }

    /** Nanoseconds of an op's slabs on one core. */
    double one(String op) {
        return Arrays.stream(times).filter(job -> job.op().equals(op)).mapToDouble(SlabTimes.Job::sum).sum();
    }

    /** Nanoseconds of an op on some cores. */
    double on(int cores, String op) {
        return Arrays.stream(times).filter(job -> job.op().equals(op)).mapToDouble(job -> on(cores, job)).sum();
    }

    /** Jobs of an op. */
    long jobs(String op) {
        return Arrays.stream(times).filter(job -> job.op().equals(op)).count();
    }

    /** The fewest and the most slabs of a job that takes a hundredth of the op or more. */
    int[] slabs(String op) {
        double least = one(op) / 100;
        int[] counts = Arrays.stream(times).filter(job -> job.op().equals(op) && job.sum() >= least)
                .mapToInt(job -> job.slabs().length).sorted().toArray();
        return new int[] {counts[0], counts[counts.length - 1]};
    }

    /** The op that wastes most on some cores: the time above an even share of its work. */
    String limit(int cores) {
        return ops().stream().max((a, b) -> Double.compare(
                on(cores, a) - one(a) / cores, on(cores, b) - one(b) / cores)).orElse("none");
    }
}
