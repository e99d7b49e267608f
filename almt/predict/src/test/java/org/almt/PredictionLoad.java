package org.almt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.almt.core.random.RandomStream;
import org.almt.model.Preset;

/** What the JVMs of {@link MemoryTest} run: many predictions in little memory. */
final class PredictionLoad {
    private static final int SAMPLES = 4;

    private final Almt almt;
    private final List<Sample> samples = new ArrayList<>();

    private PredictionLoad(Almt almt) {
        this.almt = almt;
        for (int i = 0; i < SAMPLES; i++) {
            RandomStream numbers = new RandomStream(7, i);
            samples.add(Sample.of(
                    rows(numbers, almt.text().length(), almt.text().width()),
                    rows(numbers, almt.audio().length(), almt.audio().width()),
                    rows(numbers, almt.vision().length(), almt.vision().width())));
        }
    }

    private static float[][] rows(RandomStream numbers, int length, int width) {
        float[][] rows = new float[length][width];
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) numbers.nextGaussian();
            }
        }
        return rows;
    }

    /**
     * Prints the bits of the samples' predictions, the bytes in use after a collection, and the kernels.
     *
     * @param arguments a file of weights; {@code threads}, {@code lists} or {@code change}; the number of threads that
     *     predict at once, or the longest list. {@code change} also waits for the change to vectors.
     */
    public static void main(String[] arguments) throws Exception {
        PredictionLoad load = of(Path.of(arguments[0]));
        int many = Integer.parseInt(arguments[2]);
        System.out.println(arguments[1].equals("lists") ? load.byLists(many) : byThreads(many, load::oneByOne));
        if (arguments[1].equals("change")) {
            load.almt.warmUp();
            load.oneByOne();
        }
        System.gc();
        Thread.sleep(20); // HotSpot counts how long a soft reference was idle in milliseconds between two collections
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.println(runtime.totalMemory() - runtime.freeMemory());
        System.out.println(load.almt.kernels());
    }

    static PredictionLoad of(Path weights) throws IOException {
        return new PredictionLoad(Almt.load(weights, Preset.MOSI));
    }

    /** The bits of all samples, one by one. */
    String oneByOne() {
        StringBuilder bits = new StringBuilder();
        for (Sample sample : samples) {
            bits.append(bits(almt.predict(sample)));
        }
        return bits.toString();
    }

    static String bits(Sentiment sentiment) {
        return Integer.toHexString(Float.floatToRawIntBits(sentiment.value())) + " ";
    }

    /** The bits that {@code work} finds, alone and then in many threads at once. */
    static String byThreads(int count, Supplier<String> work) throws InterruptedException {
        String expected = work.get();
        CyclicBarrier start = new CyclicBarrier(count);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    String found = work.get();
                    if (!found.equals(expected)) {
                        throw new IllegalStateException("found " + found + ", expected " + expected);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
        return expected;
    }

    /** Lists of 1, 2, 3, … samples. */
    private String byLists(int longest) {
        for (int length = 1; length <= longest; length++) {
            List<Sample> list = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                list.add(samples.get(i % SAMPLES));
            }
            List<Sentiment> found = almt.predict(list);
            for (int i = SAMPLES; i < length; i++) {
                if (!found.get(i).equals(found.get(i % SAMPLES))) {
                    throw new IllegalStateException("list of " + length + ", sample " + i + ": " + found);
                }
            }
        }
        return oneByOne();
    }
}
