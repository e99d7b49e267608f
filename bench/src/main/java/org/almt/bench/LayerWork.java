package org.almt.bench;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Layers that are one op each, forward and backward with the gradients of all inputs. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public abstract class LayerWork extends Measured {
    /** Classes of BERT's vocabulary. */
    static final int CLASSES = 30_522;

    /**
     * An LSTM, samples x times x inputs x state; a 3 x 3 convolution with padding, samples x height x width x channels
     * x channels; cross-entropy, rows x classes.
     */
    @Param({"lstm-64x50x64x64", "conv2d-32x28x28x32x64", "crossEntropy-512x30522"})
    String size;

    /** Threads that share the work. */
    @Param({"1", "2"})
    int threads;

    /** The sizes in order. */
    int[] n;

    /** For subclasses. */
    protected LayerWork() {}

    /** The least cost of a case. */
    static Work work(String size) {
        int[] n = BenchInputs.sizes(size.substring(size.indexOf('-') + 1));
        return switch (size.substring(0, size.indexOf('-'))) {
            case "lstm" -> new Work(3 * 2.0 * n[0] * n[1] * 4 * n[3] * (n[2] + n[3]), 0, Traffic.NONE);
            case "conv2d" -> new Work(3 * 2.0 * n[0] * n[1] * n[2] * 9 * n[3] * n[4], 0, Traffic.NONE);
            // an exponential of ten multiply-adds forward and backward; x is read twice, the gradient is read and
            // written
            case "crossEntropy" -> new Work(2 * 20.0 * n[0] * n[1], 4.0 * 4 * n[0] * n[1], Traffic.SCORES);
            default -> throw new IllegalArgumentException(size);
        };
    }

    /** Lets the contestant compute once and checks its result. */
    @Setup(Level.Trial)
    public void prepare() {
        n = BenchInputs.sizes(size.substring(size.indexOf('-') + 1));
        String kind = size.substring(0, size.indexOf('-'));
        double expected = switch (kind) {
            case "lstm" -> expectedOfLstm();
            case "conv2d" -> expectedOfConv2d();
            default -> expectedOfCrossEntropy();
        };
        double found = contestant(kind);
        if (!(Math.abs(found - expected) < 1e-4)) {
            throw new IllegalStateException("wrong layer: " + found + ", expected " + expected);
        }
    }

    /**
     * Prepares the contestant and computes once.
     *
     * @return the first element of the first state of an LSTM, the element (0, 5, 6) of channel 1 of a convolution, or
     *     the loss
     */
    abstract double contestant(String kind);

    /** The elements of an input, drawn from a seed. */
    static float[] elements(int seed, int... sizes) {
        return BenchInputs.gaussian(seed, Arrays.stream(sizes).reduce(1, (a, b) -> a * b));
    }

    /** The class of each row. */
    final int[] classes() {
        int[] classes = new int[n[0]];
        Arrays.setAll(classes, r -> r * 59 % CLASSES);
        return classes;
    }

    /** x has seed 1, the weights of inputs and states have seeds 2 and 3, and their biases 4 and 5. */
    private double expectedOfLstm() {
        float[] x = elements(1, n[0], n[1], n[2]);
        float[] weight = elements(2, 4 * n[3], n[2]);
        double[] gates = new double[4];
        for (int g = 0; g < 4; g++) {
            gates[g] = elements(4, 4 * n[3])[g * n[3]] + elements(5, 4 * n[3])[g * n[3]];
            for (int i = 0; i < n[2]; i++) {
                gates[g] += (double) weight[g * n[3] * n[2] + i] * x[i];
            }
        }
        double c = Math.tanh(gates[2]) / (1 + Math.exp(-gates[0]));
        return Math.tanh(c) / (1 + Math.exp(-gates[3]));
    }

    /** x [B, H, W, C] has seed 1, the weight [O, C, 3, 3] seed 2, and the bias seed 3. */
    private double expectedOfConv2d() {
        int in = n[3];
        float[] x = elements(1, n[0], n[1], n[2], in);
        float[] weight = elements(2, n[4], in, 3, 3);
        double expected = elements(3, n[4])[1];
        for (int c = 0; c < in; c++) {
            for (int tap = 0; tap < 9; tap++) {
                expected += (double) weight[(in + c) * 9 + tap] * x[((4 + tap / 3) * n[2] + 5 + tap % 3) * in + c];
            }
        }
        return expected;
    }

    private double expectedOfCrossEntropy() {
        float[] x = elements(1, n[0], CLASSES);
        double loss = 0;
        for (int r = 0; r < n[0]; r++) {
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                sum += Math.exp(x[r * CLASSES + c]);
            }
            loss += (Math.log(sum) - x[r * CLASSES + classes()[r]]) / n[0];
        }
        return loss;
    }
}
