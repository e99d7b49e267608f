package org.almt.bench;

import java.util.Map;
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
 * The most that memory can deliver, to loops that do next to nothing with it, over arrays as large as those of {@link
 * KernelBenchmark}: the denominator of "share of ceiling" where memory is the bound. The best of the patterns counts.
 *
 * <p>An array that is only written is counted twice, since a store first fetches the line that it will overwrite.
 */
@State(Scope.Thread)
public class Bandwidth extends Measured {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Numbers an array, 16.6 MB: ALMT's longest sequence in a batch of 64, [64,508,128]. */
    static final int COUNT = 64 * 508 * 128;

    /** How many numbers each pattern moves for one of its result. */
    private static final Map<String, Integer> MOVED = Map.of("copy", 3, "update", 3, "triad", 4);

    /** copy y = x, update y = y + f x, triad z = x + f y. */
    @Param({"copy", "update", "triad"})
    String pattern;

    /** Threads that share the arrays. */
    @Param({"1", "2"})
    int threads;

    private float[] x;
    private float[] y;
    private float[] z;

    /** For JMH. */
    public Bandwidth() {}

    static double bytes(String pattern) {
        return 4.0 * MOVED.get(pattern) * COUNT;
    }

    /** Fills the arrays. */
    @Setup
    public void prepare() {
        Engine.useThreads(threads);
        x = Numbers.gaussian(1, COUNT);
        y = Numbers.gaussian(2, COUNT);
        z = new float[COUNT];
    }

    /** The bandwidth for one pattern. */
    @Benchmark
    public void ours() {
        switch (pattern) {
            case "copy" -> Slabs.over(COUNT, Slabs.CHEAP, (from, n) -> copy(from, from + n, x, y));
            case "update" -> Slabs.over(COUNT, Slabs.CHEAP, (from, n) -> triad(from, from + n, y, x, y));
            case "triad" -> Slabs.over(COUNT, Slabs.CHEAP, (from, n) -> triad(from, from + n, x, y, z));
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
}
