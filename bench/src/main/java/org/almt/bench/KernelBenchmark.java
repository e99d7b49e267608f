package org.almt.bench;

import org.almt.core.Engine;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Kernels that compute little for each element, cut into slabs like the ops. Their bound is memory, or the arithmetic
 * of an exponential; see {@code Work}.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class KernelBenchmark extends Measured {
    /** Rows and columns of layer norm: ALMT's longest sequence in a batch of 64. */
    private static final int WIDTH = 128;

    /** Columns of softmax, the scores of one query against that sequence. */
    private static final int KEYS = 508;

    /** Elements of an array. Both widths divide this number. */
    static final int COUNT = Bandwidth.COUNT;

    /** The first element used in a large array: it starts a cache line, as in a program's workspace. */
    static final int START = 12;

    /** Parameters of ALMT for CMU-MOSI. */
    static final int PARAMETERS = 2_603_649;

    /** The kernel and its direction. */
    @Param({"layerNorm forward", "layerNorm backward", "softmax forward", "softmax backward", "gelu forward",
            "gelu backward", "adamw step"})
    String kernel;

    /** Threads that share the rows. */
    @Param({"1", "2"})
    int threads;

    private Kernels kernels;
    private Runnable run;

    /** For JMH. */
    public KernelBenchmark() {}

    /** Fills the arrays. */
    @Setup
    public void prepare() {
        Engine.useThreads(threads);
        kernels = Engine.kernels();
        run = switch (kernel) {
            case "layerNorm forward" -> layerNorm(false);
            case "layerNorm backward" -> layerNorm(true);
            case "softmax forward" -> softmax(false);
            case "softmax backward" -> softmax(true);
            case "gelu forward" -> gelu(false);
            case "gelu backward" -> gelu(true);
            case "adamw step" -> adamw();
            default -> throw new IllegalArgumentException(kernel);
        };
        run.run();
    }

    /** This engine. */
    @Benchmark
    public void ours() {
        run.run();
    }

    private Runnable layerNorm(boolean backward) {
        int rows = COUNT / WIDTH;
        float[] x = BenchInputs.gaussian(1, START + COUNT);
        int bands = 16;
        float[] y = new float[START + COUNT + bands * 2 * WIDTH];
        float[] gamma = BenchInputs.gaussian(3, WIDTH);
        float[] beta = BenchInputs.gaussian(4, WIDTH);
        float[] mean = new float[rows];
        float[] rstd = new float[rows];
        Runnable forward = () -> Slabs.overRows(rows, WIDTH, Slabs.COSTLY, (from, n) -> kernels.layerNorm().forward(
                n, WIDTH, 1e-5f, x, START + from * WIDTH, gamma, 0, beta, 0, y, START + from * WIDTH, mean, from, rstd,
                from));
        forward.run();
        if (!backward) {
            return forward;
        }
        float[] dy = BenchInputs.gaussian(2, START + COUNT);
        int sums = START + COUNT;
        int rowsPerBand = rows / bands;
        return () -> Slabs.over(rows, rowsPerBand, (from, n) -> kernels.layerNorm().backward(
                n, WIDTH, x, START + from * WIDTH, gamma, 0, mean, from, rstd, from, dy, START + from * WIDTH, y,
                START + from * WIDTH,
                y, sums + from / rowsPerBand * 2 * WIDTH, y, sums + from / rowsPerBand * 2 * WIDTH + WIDTH));
    }

    private Runnable softmax(boolean backward) {
        int rows = COUNT / KEYS;
        float[] x = BenchInputs.gaussian(1, START + COUNT);
        float[] y = new float[START + COUNT];
        Runnable forward = () -> Slabs.overRows(rows, KEYS, Slabs.COSTLY, (from, n) -> kernels.softmax().forward(
                n, KEYS, x, START + from * KEYS, y, START + from * KEYS));
        forward.run();
        float[] dy = BenchInputs.gaussian(2, START + COUNT);
        return !backward
                ? forward
                : () -> Slabs.overRows(rows, KEYS, Slabs.CHEAP, (from, n) -> kernels.softmax().backward(
                        n, KEYS, y, START + from * KEYS, dy, START + from * KEYS, x, START + from * KEYS));
    }

    private Runnable gelu(boolean backward) {
        float[] x = BenchInputs.gaussian(1, START + COUNT);
        float[] y = new float[START + COUNT];
        float[] dy = BenchInputs.gaussian(2, START + COUNT);
        return !backward
                ? () -> Slabs.overElements(COUNT, Slabs.COSTLY,
                        (from, n) -> kernels.functions().gelu(n, x, START + from, y, START + from))
                : () -> Slabs.overElements(COUNT, Slabs.COSTLY, (from, n) -> kernels.functions().geluBackward(
                        n, x, START + from, dy, START + from, y, START + from));
    }

    private Runnable adamw() {
        float[] p = BenchInputs.gaussian(1, PARAMETERS);
        float[] g = BenchInputs.gaussian(2, PARAMETERS);
        float[] m = new float[PARAMETERS];
        float[] v = new float[PARAMETERS];
        return () -> Slabs.over(PARAMETERS, Slabs.CHEAP, (from, n) -> kernels.elementwise().adamw(
                n, p, from, g, from, m, from, v, from, 1 - 1e-8f, 0.9f, 0.999f, 1e-4f, 1, 1e-8f));
    }
}
