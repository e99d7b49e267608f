package org.almt.nn.layer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.almt.core.GradientCheck;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of whole layers, by all parameters and the input, against the slopes of the layers themselves. */
class LayerSlopesTest {
    private static Tensor random(int... sizes) {
        Tensor x = Tensor.zeros(sizes);
        Initialiser.normal(1).fill(x, new RandomStream(5, 0));
        return x.requiresGrad(true);
    }

    static Stream<Arguments> layers() {
        Linear linear = new Linear(3, 2);
        LayerNorm norm = new LayerNorm(6);
        RootMeanSquareNorm rms = new RootMeanSquareNorm(6, 1e-5f);
        GroupNorm group = new GroupNorm(2, 4);
        BatchNorm1d batch = new BatchNorm1d(3);
        Conv1d conv1 = new Conv1d(2, 3, 3);
        Conv2d conv2 = new Conv2d(2, 4, 3, 3, ConvOptions.PLAIN.padding(1).stride(2).groups(2), true);
        ConvTranspose1d transposed = new ConvTranspose1d(2, 3, 3, ConvOptions.PLAIN.stride(2), 1);
        Lstm lstm = new Lstm(2, 3);
        Gru gru = new Gru(2, 3);
        LearnedPositions positions = new LearnedPositions(5, 4);
        MultiHeadAttention attention = new MultiHeadAttention(BlockConfig.of(4, 2));
        TransformerBlock block = new TransformerBlock(BlockConfig.of(4, 2));
        TransformerStack stack = new TransformerStack(2, BlockConfig.of(4, 2).postNorm());
        return Stream.of(of(linear, linear::forward, 2, 3), of(norm, norm::forward, 2, 6),
                of(rms, rms::forward, 2, 6), of(group, group::forward, 2, 3, 4), of(batch, batch::forward, 4, 3),
                of(conv1, conv1::forward, 2, 5, 2), of(conv2, conv2::forward, 1, 5, 5, 2),
                of(transposed, transposed::forward, 1, 3, 2), of(lstm, lstm::states, 2, 4, 2),
                of(gru, gru::states, 2, 4, 2), of(positions, positions::forward, 2, 3, 4),
                of(attention, attention::forward, 2, 3, 4), of(block, block::forward, 2, 3, 4),
                of(stack, stack::forward, 1, 3, 4),
                of(attention, x -> attention.forward(x, x, x, AttentionMask.causal()), 2, 3, 4));
    }

    private static Arguments of(Layer layer, UnaryOperator<Tensor> forward, int... sizes) {
        return Arguments.of(layer, forward, sizes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void gradientsAreTheSlopes(Layer layer, UnaryOperator<Tensor> forward, int[] sizes) {
        layer.initialise(1);
        Tensor x = random(sizes);
        List<Tensor> all = new ArrayList<>(layer.parameters().values());
        all.add(x);
        GradientCheck.Report report = GradientCheck.of(in -> forward.apply(x)).run(all.toArray(Tensor[]::new));
        report.requireWithin(16);
        assertTrue(report.doubt() < 2000, "one part in 8,000: " + report);
    }

    /** The same layer, one gradient of which is 1 % too small. */
    @Test
    void aLayerWithAWrongGradientIsFound() {
        Linear linear = new Linear(3, 2);
        linear.initialise(1);
        Tensor x = random(2, 3);
        GradientCheck.Report report = GradientCheck.of(in -> {
            Tensor y = linear.forward(x);
            return Ops.add(Ops.scale(y, 0.99f),
                    Ops.scale(y.detach(), 0.01f));
        }).run(linear.weight());
        assertTrue(report.worst() > 1e5, report.toString());
    }
}
