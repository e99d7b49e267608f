package org.almt.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Predicts the time of a computation on any number of cores from the times of its slabs. The core that is free takes
 * the next slab. A job begins when the job before is done. Giving a job to other cores costs time. The model ignores
 * that cores share memory and caches. It also counts the packing of B only once where each core packs what it
 * reads.
 *
 * @param times times of the slabs
 * @param handOver nanoseconds for giving a job to others on two cores; on n cores log₂ n times as much
 */
record Replay(SlabTimes.Job[] times, double serial, double handOver) {
    static Replay of(SlabTimes times, double handOver) {
        return new Replay(times.jobs().toArray(SlabTimes.Job[]::new), times.serial(), handOver);
    }

    /** Nanoseconds on the given number of cores. */
    double on(int cores) {
        return serial + Arrays.stream(times).mapToDouble(job -> on(cores, job)).sum();
    }

    private double on(int cores, SlabTimes.Job job) {
        double shared = cores == 1 || job.slabs().length == 1 ? 0 : handOver * Math.log(cores) / Math.log(2);
        return shared + span(job.slabs(), cores);
    }

    /** The time when the last slab ends. */
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

    /** The ops, with the longest time on one core first. */
    List<String> ops() {
        return Arrays.stream(times).map(SlabTimes.Job::op).distinct()
                .sorted((a, b) -> Double.compare(one(b), one(a))).toList();
    }

    /** Nanoseconds of an op's slabs on one core. */
    double one(String op) {
        return Arrays.stream(times).filter(job -> job.op().equals(op)).mapToDouble(SlabTimes.Job::sum).sum();
    }

    /** Nanoseconds of an op on the given number of cores. */
    double on(int cores, String op) {
        return Arrays.stream(times).filter(job -> job.op().equals(op)).mapToDouble(job -> on(cores, job)).sum();
    }

    /** Number of jobs of an op. */
    long jobs(String op) {
        return Arrays.stream(times).filter(job -> job.op().equals(op)).count();
    }

    /** The fewest and the most slabs of a job, among jobs that take at least a hundredth of the op. */
    int[] slabs(String op) {
        double most = Arrays.stream(times).filter(job -> job.op().equals(op)).mapToDouble(SlabTimes.Job::sum).max()
                .orElse(0);
        double least = Math.min(one(op) / 100, most);
        int[] counts = Arrays.stream(times).filter(job -> job.op().equals(op) && job.sum() >= least)
                .mapToInt(job -> job.slabs().length).sorted().toArray();
        return new int[] {counts[0], counts[counts.length - 1]};
    }

    /**
     * The number of slabs that wastes most of an op's time on some cores, and the jobs that have it; empty if no job
     * wastes time.
     */
    String fewest(int cores, String op) {
        Map<Integer, double[]> wasted = new TreeMap<>(); // by slabs: time above an even share, jobs
        for (SlabTimes.Job job : times) {
            if (job.op().equals(op)) {
                double[] of = wasted.computeIfAbsent(job.slabs().length, count -> new double[2]);
                of[0] += span(job.slabs(), cores) - job.sum() / cores;
                of[1]++;
            }
        }
        return wasted.entrySet().stream().filter(each -> each.getValue()[0] > 0)
                .max(Comparator.comparingDouble(each -> each.getValue()[0]))
                .map(each -> each.getKey() + " in " + (int) each.getValue()[1]
                        + (each.getValue()[1] == 1 ? " job" : " jobs"))
                .orElse("");
    }

    /** The op that wastes most on the given number of cores. Waste is the time above its work divided by the cores. */
    String limit(int cores) {
        return ops().stream().max((a, b) -> Double.compare(
                on(cores, a) - one(a) / cores, on(cores, b) - one(b) / cores)).orElse("none");
    }
}
