package org.almt.bench;

import org.almt.core.Engine;
import org.almt.core.Indices;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.core.op.RecurrentWeights;
import org.openjdk.jmh.annotations.Benchmark;

/** The engine's layers of one op each, planned once and replayed. */
@SuppressWarnings("NullAway.Init") // @Setup comes before it is measured
public class LayerBenchmark extends LayerWork {
    private Program program;

    /** For JMH. */
    public LayerBenchmark() {}

    @Override
    double contestant(String kind) {
        Engine.useThreads(threads);
        Tensor first = switch (kind) {
            case "lstm" -> lstm();
            case "conv2d" -> conv2d();
            default -> crossEntropy();
        };
        double found = kind.equals("conv2d") ? first.get(0, 5, 6, 1) : first.array()[first.offset()];
        ours();
        return found;
    }

    private static Tensor random(int seed, int... sizes) {
        return Tensor.of(elements(seed, sizes), sizes).requiresGrad(true);
    }

    private Tensor lstm() {
        int width = n[3];
        Tensor x = random(1, n[0], n[1], n[2]);
        RecurrentWeights weights = new RecurrentWeights(random(2, 4 * width, n[2]), random(3, 4 * width, width),
                random(4, 4 * width), random(5, 4 * width));
        program = Program.trace(() -> Ops.sum(Ops.lstm(x, null, null, null, weights)));
        return Ops.lstm(x, null, null, null, weights);
    }

    private Tensor conv2d() {
        Tensor x = random(1, n[0], n[1], n[2], n[3]);
        Tensor weight = random(2, n[4], n[3], 3, 3);
        Tensor bias = random(3, n[4]);
        ConvOptions options = ConvOptions.PLAIN.padding(1);
        program = Program.trace(() -> Ops.sum(Ops.conv2d(x, weight, bias, options)));
        return Ops.conv2d(x, weight, bias, options);
    }

    private Tensor crossEntropy() {
        Tensor x = random(1, n[0], CLASSES);
        Indices classes = Indices.of(classes());
        program = Program.trace(() -> Ops.crossEntropy(x, classes));
        return program.forward();
    }

    /** This engine. */
    @Benchmark
    public Tensor ours() {
        Tensor result = program.forward();
        program.backward();
        return result;
    }
}
