package org.almt.bench;

import static org.almt.bench.KernelBenchmark.START;

import java.util.Map;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.almt.core.Engine;
import org.almt.core.parallel.Slabs;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The most that memory can deliver, to loops that do next to nothing with it, over as many arrays, as large, as a
 * kernel of {@link KernelBenchmark} works on: the denominator of "share of ceiling" where memory is the bound. The
 * number of arrays matters since part of them may stay in the last cache: on a machine that has 32 MB of it, two
 * threads moved 124 GB/s over two arrays of 16.6 MB, 104 to 113 over three, and below 80 over arrays four times as
 * large. Of patterns over as many arrays the best counts.
 *
 * <p>An array that is only written is counted twice, since a store first fetches the line that it will overwrite: copy
 * takes as long as update.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class Bandwidth extends Measured {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.FLOAT;

    /** BenchInputs an array, 16.6 MB: ALMT's longest sequence in a batch of 64, [64,508,128]. */
    static final int COUNT = 64 * 508 * 128;

    /** How many numbers each pattern moves for one of its result. */
    private static final Map<String, Integer> MOVED =
            Map.of("copy", 3, "update", 3, "triad", 4, "product", 4, "updates", 7);

    /** How many arrays each pattern works on. */
    private static final Map<String, Integer> ARRAYS =
            Map.of("copy", 2, "update", 2, "triad", 3, "product", 3, "updates", 4);

    /** copy y = x, update y += f x, triad z = x + f y, product z += f x y, updates y, z and w += f x. */
    @Param({"copy", "update", "triad", "product", "updates"})
    String pattern;

    /** Threads that share the arrays. */
    @Param({"1", "2"})
    int threads;

    private float[] x;
    private float[] y;
    private float[] z;
    private float[] w;

    /** For JMH. */
    public Bandwidth() {}

    static double bytes(String pattern) {
        return 4.0 * Objects.requireNonNull(MOVED.get(pattern), pattern) * count(pattern);
    }

    static int arrays(String pattern) {
        return Objects.requireNonNull(ARRAYS.get(pattern), pattern);
    }

    /** BenchInputs an array; with four arrays, as many as AdamW has. */
    private static int count(String pattern) {
        return arrays(pattern) < 4 ? COUNT : KernelBenchmark.PARAMETERS & -SPECIES.length();
    }

    /** Fills the arrays. */
    @Setup
    public void prepare() {
        Engine.useThreads(threads);
        int count = count(pattern);
        x = BenchInputs.gaussian(1, START + count);
        y = BenchInputs.gaussian(2, START + count);
        z = new float[START + count];
        w = new float[START + count];
    }

    /** The bandwidth for one pattern. */
    @Benchmark
    public void ours() {
        int count = count(pattern);
        switch (pattern) {
            case "copy" ->
                Slabs.overElements(count, Slabs.CHEAP, (from, n) -> copy(START + from, START + from + n, x, y));
            case "update" ->
                Slabs.overElements(count, Slabs.CHEAP, (from, n) -> triad(START + from, START + from + n, y, x, y));
            case "triad" ->
                Slabs.overElements(count, Slabs.CHEAP, (from, n) -> triad(START + from, START + from + n, x, y, z));
            case "product" ->
                Slabs.overElements(count, Slabs.CHEAP, (from, n) -> product(START + from, START + from + n, x, y, z));
            case "updates" -> Slabs.overElements(count, Slabs.CHEAP,
                    (from, n) -> updates(START + from, START + from + n, x, y, z, w));
            default -> throw new IllegalArgumentException(pattern);
        }
    }

    private static void copy(int from, int to, float[] x, float[] y) {
        for (int i = from; i < to; i += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, x, i).intoArray(y, i);
        }
    }

    /** z = x + f y; f so small that an update changes next to nothing, however often it is made. */
    private static void triad(int from, int to, float[] x, float[] y, float[] z) {
        FloatVector factor = FloatVector.broadcast(SPECIES, 1e-9f);
        for (int i = from; i < to; i += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, y, i).fma(factor, FloatVector.fromArray(SPECIES, x, i)).intoArray(z, i);
        }
    }

    /** z += f x y. */
    private static void product(int from, int to, float[] x, float[] y, float[] z) {
        for (int i = from; i < to; i += SPECIES.length()) {
            FloatVector xi = FloatVector.fromArray(SPECIES, x, i).mul(1e-9f);
            xi.fma(FloatVector.fromArray(SPECIES, y, i), FloatVector.fromArray(SPECIES, z, i)).intoArray(z, i);
        }
    }

    /** y, z and w += f x. */
    private static void updates(int from, int to, float[] x, float[] y, float[] z, float[] w) {
        for (int i = from; i < to; i += SPECIES.length()) {
            FloatVector xi = FloatVector.fromArray(SPECIES, x, i).mul(1e-9f);
            FloatVector.fromArray(SPECIES, y, i).add(xi).intoArray(y, i);
            FloatVector.fromArray(SPECIES, z, i).add(xi).intoArray(z, i);
            FloatVector.fromArray(SPECIES, w, i).add(xi).intoArray(w, i);
        }
    }
}
