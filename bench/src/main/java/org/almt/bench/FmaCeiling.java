package org.almt.bench;

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
 * The most that the cores can compute: fused multiply-adds on registers, without memory traffic. This is the
 * denominator of "share of ceiling" if arithmetic is the bound.
 *
 * <p>Twelve independent chains hide the latency of an FMA (4 cycles on two ports need 8), and leave registers free on
 * AVX2, which has sixteen.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class FmaCeiling extends Measured {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.FLOAT;
    private static final int CHAINS = 12;
    /** Long enough (0.3 ms) that starting the threads costs almost nothing in comparison. */
    private static final int LENGTH = 100_000;

    /** Number of threads. Each does the whole work. */
    @Param({"1", "2"})
    int threads;

    private float factor = 0.999f;
    private float term = 1e-3f;
    private float[] results;

    /** For JMH. */
    public FmaCeiling() {}

    /** Floating-point operations of one {@link #ours}: an FMA counts as two. */
    static double flops(int threads) {
        return 2.0 * CHAINS * LENGTH * SPECIES.length() * threads;
    }

    /** Starts the threads. */
    @Setup
    public void prepare() {
        Engine.useThreads(threads);
        results = new float[threads];
    }

    /** The ceiling of the given number of cores. */
    @Benchmark
    public float[] ours() {
        Slabs.over(threads, 1, (slab, one) -> results[slab] = chains(factor, term));
        return results;
    }

    /** x = x * factor + term, in twelve chains. */
    private static float chains(float factor, float term) {
        FloatVector f = FloatVector.broadcast(SPECIES, factor);
        FloatVector t = FloatVector.broadcast(SPECIES, term);
        FloatVector x0 = t;
        FloatVector x1 = t;
        FloatVector x2 = t;
        FloatVector x3 = t;
        FloatVector x4 = t;
        FloatVector x5 = t;
        FloatVector x6 = t;
        FloatVector x7 = t;
        FloatVector x8 = t;
        FloatVector x9 = t;
        FloatVector x10 = t;
        FloatVector x11 = t;
        for (int i = 0; i < LENGTH; i++) {
            x0 = x0.fma(f, t);
            x1 = x1.fma(f, t);
            x2 = x2.fma(f, t);
            x3 = x3.fma(f, t);
            x4 = x4.fma(f, t);
            x5 = x5.fma(f, t);
            x6 = x6.fma(f, t);
            x7 = x7.fma(f, t);
            x8 = x8.fma(f, t);
            x9 = x9.fma(f, t);
            x10 = x10.fma(f, t);
            x11 = x11.fma(f, t);
        }
        return x0.add(x1).add(x2.add(x3)).add(x4.add(x5)).add(x6.add(x7)).add(x8.add(x9)).add(x10.add(x11))
                .reduceLanes(VectorOperators.ADD);
    }
}
