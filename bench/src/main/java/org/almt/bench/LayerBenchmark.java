package org.almt.bench;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Indices;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.core.op.RecurrentWeights;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Layers that are one op each, forward and backward with the gradients of all inputs, planned once and replayed. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class LayerBenchmark extends Measured {
    private static final int CLASSES = 30_522;

    /**
     * An LSTM, samples x times x inputs x state; a 3 x 3 convolution with padding, samples x height x width x channels
     * x channels; cross-entropy, rows x classes of BERT's vocabulary.
     */
    @Param({"lstm-64x50x64x64", "conv2d-32x28x28x32x64", "crossEntropy-512x30522"})
    String size;

    /** Threads that share the work. */
    @Param({"1", "2"})
    int threads;

    private Program program;

    /** For JMH. */
    public LayerBenchmark() {}

    /** What a case costs at least. */
    static Work work(String size) {
        int[] n = BenchInputs.sizes(size.substring(size.indexOf('-') + 1));
        return switch (size.substring(0, size.indexOf('-'))) {
            case "lstm" -> new Work(3 * 2.0 * n[0] * n[1] * 4 * n[3] * (n[2] + n[3]), 0, 0);
            case "conv2d" -> new Work(3 * 2.0 * n[0] * n[1] * n[2] * 9 * n[3] * n[4], 0, 0);
            // an exponential of ten multiply-adds each way; x read twice, the gradient cleared, read and written
            case "crossEntropy" -> new Work(2 * 20.0 * n[0] * n[1], 4.0 * 6 * n[0] * n[1], 2);
            default -> throw new IllegalArgumentException(size);
        };
    }

    /** Records the program, and runs it once to see that it does it right. */
    @Setup(Level.Trial)
    public void prepare() {
        Engine.useThreads(threads);
        int[] n = BenchInputs.sizes(size.substring(size.indexOf('-') + 1));
        switch (size.substring(0, size.indexOf('-'))) {
            case "lstm" -> lstm(n[0], n[1], n[2], n[3]);
            case "conv2d" -> conv2d(n[0], n[1], n[2], n[3], n[4]);
            default -> crossEntropy(n[0]);
        }
        ours();
    }

    private static Tensor random(int seed, int... sizes) {
        return Tensor.of(BenchInputs.gaussian(seed, Arrays.stream(sizes).reduce(1, (a, b) -> a * b)), sizes)
                .requiresGrad(true);
    }

    private void lstm(int batch, int times, int in, int width) {
        Tensor x = random(1, batch, times, in);
        RecurrentWeights weights = new RecurrentWeights(random(2, 4 * width, in), random(3, 4 * width, width),
                random(4, 4 * width), random(5, 4 * width));
        program = Program.trace(() -> Ops.sum(Ops.lstm(x, null, null, null, weights)));
        double[] gates = new double[4];
        for (int g = 0; g < 4; g++) { // the first element of the first state
            gates[g] = weights.inputBias().get(g * width) + weights.hiddenBias().get(g * width);
            for (int i = 0; i < in; i++) {
                gates[g] += (double) weights.input().get(g * width, i) * x.get(0, 0, i);
            }
        }
        double c = Math.tanh(gates[2]) / (1 + Math.exp(-gates[0]));
        check(Math.tanh(c) / (1 + Math.exp(-gates[3])),
                Ops.lstm(x, null, null, null, weights).array()[0]);
    }

    private void conv2d(int batch, int height, int width, int in, int out) {
        Tensor x = random(1, batch, height, width, in);
        Tensor weight = random(2, out, in, 3, 3);
        Tensor bias = random(3, out);
        ConvOptions options = ConvOptions.PLAIN.padding(1);
        program = Program.trace(() -> Ops.sum(Ops.conv2d(x, weight, bias, options)));
        double expected = bias.get(1);
        for (int i = 0; i < 9 * in; i++) {
            expected += (double) weight.get(1, i / 9, i / 3 % 3, i % 3) * x.get(0, 4 + i / 3 % 3, 5 + i % 3, i / 9);
        }
        check(expected, Ops.conv2d(x, weight, bias, options).get(0, 5, 6, 1));
    }

    private void crossEntropy(int rows) {
        Tensor x = random(1, rows, CLASSES);
        int[] classes = new int[rows];
        Arrays.setAll(classes, r -> r * 59 % CLASSES);
        program = Program.trace(() -> Ops.crossEntropy(x, Indices.of(classes)));
        double loss = 0;
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                sum += Math.exp(x.get(r, c));
            }
            loss += (Math.log(sum) - x.get(r, classes[r])) / rows;
        }
        check(loss, program.forward().item());
    }

    private static void check(double expected, double found) {
        if (!(Math.abs(found - expected) < 1e-4)) {
            throw new IllegalStateException("wrong layer: " + found + ", expected " + expected);
        }
    }

    /** This engine. */
    @Benchmark
    public Tensor ours() {
        Tensor result = program.forward();
        program.backward();
        return result;
    }
}
