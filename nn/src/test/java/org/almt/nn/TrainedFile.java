package org.almt.nn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.DropoutSource;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.Weights;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.Lstm;
import org.almt.nn.layer.TransformerStack;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.GradientClipping;

/**
 * A program that trains a small network, saves it, loads it again and prints a hash of what it then computes, so that
 * JVMs can be compared.
 */
final class TrainedFile {
    private static final int STEPS = 3;
    private static final int WIDTH = 16;

    private static final class Net extends Layer {
        private final TransformerStack encoder =
                child("encoder", new TransformerStack(2, BlockConfig.of(WIDTH, 2).hidden(20).dropout(0.1f)));
        private final Lstm lstm = child("lstm", new Lstm(WIDTH, WIDTH));

        Tensor forward(Tensor x) {
            return lstm.forward(encoder.forward(x));
        }
    }

    private TrainedFile() {}

    /** The argument is the file to write. */
    public static void main(String[] args) throws IOException {
        System.out.println(hash(Path.of(args[0])));
    }

    static String hash(Path file) throws IOException {
        RandomStream random = new RandomStream(1, 2);
        Tensor x = normal(random, 4, 5, WIDTH);
        Tensor labels = normal(random, 4, WIDTH);
        Net net = new Net();
        net.initialise(3);
        DropoutSource dropout = new DropoutSource(5);
        net.dropoutFrom(dropout);
        Parameters parameters = Parameters.of(net);
        AdamW optimiser = new AdamW(parameters, 1e-2, AdamW.Settings.withDecay(1e-2));
        GradientClipping clipping = new GradientClipping(parameters);
        Program step = Program.trace(() -> Ops.mseLoss(net.forward(x), labels));
        for (int i = 0; i < STEPS; i++) {
            dropout.step(i);
            step.forward();
            parameters.zeroGrad();
            step.backward();
            clipping.byNorm(1);
            optimiser.step();
        }
        List<TensorSource> tensors = net.state().entrySet().stream()
                .map(entry -> TensorSource.of(entry.getKey(), entry.getValue())).toList();
        SafeTensors.write(file, tensors, Map.of("made by", "a test"));

        Net loaded = new Net();
        try (SafeTensors checkpoint = SafeTensors.open(file)) {
            Weights.load(checkpoint, loaded.state());
        }
        loaded.train(false);
        return Integer.toHexString(Arrays.hashCode(loaded.forward(x).toArray()));
    }

    private static Tensor normal(RandomStream random, int... sizes) {
        Tensor tensor = Tensor.zeros(sizes);
        for (int i = 0; i < tensor.array().length; i++) {
            tensor.array()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }
}
