package org.almt.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.almt.Almt;
import org.almt.Features;
import org.almt.Sample;
import org.almt.core.random.RandomStream;
import org.almt.input.FeatureShape;
import org.almt.model.Preset;

/** The program in the JVMs of {@link EmbeddingFigures}: predictions of one sample at full lengths of CMU-MOSI. */
final class EmbeddingProbe {
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;
    private static final int PREDICTIONS = 100;
    /** Number of later predictions. Their least time is that of compiled code. */
    private static final int STEADY = 200;

    private final Almt almt;
    private final Sample sample;

    private EmbeddingProbe(Almt almt) {
        this.almt = almt;
        RandomStream random = new RandomStream(7, 1);
        sample = Sample.of(draw(random, almt.text()), draw(random, almt.audio()), draw(random, almt.vision()));
    }

    private static Features draw(RandomStream random, FeatureShape shape) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Features.of(values, shape.width());
    }

    /**
     * Prints figures with spaces between them.
     *
     * @param arguments a file of weights; {@code start}, or the number of threads and seconds of a steady load
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Almt almt = Almt.load(Path.of(arguments[0]), Preset.MOSI)) {
            EmbeddingProbe probe = new EmbeddingProbe(almt);
            System.out.println(arguments[1].equals("start")
                    ? probe.start()
                    : probe.load(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])));
        }
    }

    /** Processor time in milliseconds: the caller's first prediction, its hundredth, and the least of later ones. */
    private String start() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] times = new double[PREDICTIONS + STEADY];
        for (int i = 0; i < times.length; i++) {
            long before = threads.getCurrentThreadCpuTime();
            almt.predict(sample);
            times[i] = (threads.getCurrentThreadCpuTime() - before) / MILLION;
        }
        double hundredth = Arrays.stream(times, PREDICTIONS - 5, PREDICTIONS + 5).sorted().toArray()[5];
        double least = Arrays.stream(times, PREDICTIONS, times.length).min().orElseThrow();
        return String.format(Locale.ROOT, "%.1f %.2f %.2f", times[0], hundredth, least);
    }

    /** Samples per second, samples per second of processor time, and milliseconds: median and 99 %. */
    private String load(int count, int seconds) throws InterruptedException {
        almt.warmUp();
        List<Thread> threads = new ArrayList<>();
        double[][] waits = new double[count][];
        double cpu = cpuSeconds();
        long start = System.nanoTime();
        long end = start + (long) (seconds * BILLION);
        for (int t = 0; t < count; t++) {
            int mine = t;
            Thread thread = new Thread(() -> waits[mine] = until(end));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double wall = (System.nanoTime() - start) / BILLION;
        cpu = cpuSeconds() - cpu;
        double[] sorted = Arrays.stream(waits).flatMapToDouble(Arrays::stream).sorted().toArray();
        return String.format(Locale.ROOT, "%.1f %.1f %.2f %.2f", sorted.length / wall, sorted.length / cpu,
                sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)]);
    }

    private double[] until(long end) {
        List<Double> waits = new ArrayList<>();
        for (long now = System.nanoTime(); now < end;) {
            almt.predict(sample);
            long done = System.nanoTime();
            waits.add((done - now) / MILLION);
            now = done;
        }
        return waits.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / BILLION;
    }
}
