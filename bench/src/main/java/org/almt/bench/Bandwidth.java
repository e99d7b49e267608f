package org.almt.bench;

import static org.almt.bench.KernelBenchmark.START;

import java.util.Map;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.almt.core.Engine;
import org.almt.core.parallel.Slabs;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The most that memory can deliver to loops that compute almost nothing. They run over as many arrays, of the same
 * size, as a kernel of {@link KernelBenchmark} or as cross-entropy. This is the denominator of "share of ceiling" if
 * memory is the bound. The number of arrays matters, because a part of them may stay in the last cache. On a machine
 * with a last cache of 32 MB, two threads moved 124 GB/s over two arrays of 16.6 MB, 104 to 113 over three, and below
 * 80 over arrays four times as large. The best pattern over the same number of arrays is used.
 *
 * <p>An array that is only written is counted twice, because a store first reads the cache line that it overwrites.
 * Copy takes as long as update.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class Bandwidth extends Measured {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.FLOAT;

    /** Elements of an array, 16.6 MB: the longest sequence of ALMT in a batch of 64, [64,508,128]. */
    static final int COUNT = 64 * 508 * 128;

    /** Elements of each array of cross-entropy, 512 rows of 30,522 classes: 62.5 MB. */
    static final int SCORES = 512 * 30_522;

    /** The number of elements that each pattern moves for one element of its result. */
    private static final Map<String, Integer> MOVED =
            Map.of("copy", 3, "update", 3, "triad", 4, "product", 4, "updates", 7, "scores", 4);

    /** The arrays of each pattern. */
    private static final Map<String, Traffic> ARRAYS = Map.of("copy", Traffic.TWO, "update", Traffic.TWO, "triad",
            Traffic.THREE, "product", Traffic.THREE, "updates", Traffic.FOUR, "scores", Traffic.SCORES);

    /**
     * copy y = x, update y += f x, triad z = x + f y, product z += f x y, updates y, z and w += f x; scores first adds
     * all x, then y += f x.
     */
    @Param({"copy", "update", "triad", "product", "updates", "scores"})
    String pattern;

    /** Threads that share the arrays. */
    @Param({"1", "2"})
    int threads;

    private float[] x;
    private float[] y;
    private float[] z;
    private float[] w;
    private volatile float sum;

    /** For JMH. */
    public Bandwidth() {}

    static double bytes(String pattern) {
        return 4.0 * Objects.requireNonNull(MOVED.get(pattern), pattern) * count(pattern);
    }

    static Traffic traffic(String pattern) {
        return Objects.requireNonNull(ARRAYS.get(pattern), pattern);
    }

    private static int count(String pattern) {
        return switch (traffic(pattern)) {
            case FOUR -> KernelBenchmark.PARAMETERS & -SPECIES.length();
            case SCORES -> SCORES;
            default -> COUNT;
        };
    }

    /** Fills the arrays. */
    @Setup
    public void prepare() {
        Engine.useThreads(threads);
        int count = count(pattern);
        x = BenchInputs.gaussian(1, START + count);
        y = BenchInputs.gaussian(2, START + count);
        boolean more = traffic(pattern) != Traffic.SCORES;
        z = new float[more ? START + count : 0];
        w = new float[more ? START + count : 0];
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
            case "scores" -> {
                Slabs.overElements(count, Slabs.CHEAP, (from, n) -> sum(START + from, START + from + n, x));
                Slabs.overElements(count, Slabs.CHEAP, (from, n) -> triad(START + from, START + from + n, y, x, y));
            }
            default -> throw new IllegalArgumentException(pattern);
        }
    }

    /** The sum of x, in four sums from four places. */
    private void sum(int from, int to, float[] x) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = FloatVector.zero(SPECIES);
        FloatVector c = FloatVector.zero(SPECIES);
        FloatVector d = FloatVector.zero(SPECIES);
        int quarter = (to - from) / 4 & -SPECIES.length();
        for (int i = from; i < from + quarter; i += SPECIES.length()) {
            a = a.add(FloatVector.fromArray(SPECIES, x, i));
            b = b.add(FloatVector.fromArray(SPECIES, x, i + quarter));
            c = c.add(FloatVector.fromArray(SPECIES, x, i + 2 * quarter));
            d = d.add(FloatVector.fromArray(SPECIES, x, i + 3 * quarter));
        }
        sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }

    private static void copy(int from, int to, float[] x, float[] y) {
        for (int i = from; i < to; i += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, x, i).intoArray(y, i);
        }
    }

    /** z = x + f y, with f so small that an update changes almost nothing, however often it is repeated. */
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
