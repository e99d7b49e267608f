package org.almt.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Supplier;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.TransformerBlock;
import org.almt.nn.optim.AdamW;
import org.junit.jupiter.api.Test;

/** Whole training steps: eager and replayed, and with a frozen part. */
class TrainingReplayTest {
    private static final int STEPS = 3;

    private final Tensor x = Tensor.zeros(3, 5, 16);
    private final Tensor labels = Tensor.zeros(3, 5, 16);

    private TransformerBlock block() {
        TransformerBlock block = new TransformerBlock(BlockConfig.of(16, 2).headWidth(12).hidden(20));
        block.initialise(3);
        return block;
    }

    private void load(int step) {
        RandomStream random = new RandomStream(step, 1);
        for (Tensor tensor : new Tensor[] {x, labels}) {
            float[] batch = new float[tensor.shape().count()];
            for (int i = 0; i < batch.length; i++) {
                batch[i] = (float) random.nextGaussian();
            }
            tensor.set(batch);
        }
    }

    /** The losses of some steps, and then all parameters. */
    private float[] train(Parameters parameters, Supplier<Tensor> forward, Runnable backward) {
        AdamW optimiser = new AdamW(parameters, 1e-2, AdamW.Settings.withDecay(1e-2));
        float[] losses = new float[STEPS];
        for (int step = 0; step < STEPS; step++) {
            load(step);
            losses[step] = forward.get().item();
            parameters.zeroGrad();
            backward.run();
            optimiser.step();
        }
        float[] all = Arrays.copyOf(losses, STEPS + parameters.size());
        System.arraycopy(parameters.values(), 0, all, STEPS, parameters.size());
        return all;
    }

    private float[] eager() {
        TransformerBlock block = block();
        Tensor[] loss = new Tensor[1];
        return train(
                Parameters.of(block),
                () -> loss[0] = Ops.mseLoss(block.forward(x), labels),
                () -> loss[0].backward());
    }

    @Test
    void aReplayedProgramTrainsToTheSameBits() {
        TransformerBlock block = block();
        Parameters parameters = Parameters.of(block);
        Program program = Program.trace(() -> Ops.mseLoss(block.forward(x), labels));
        float[] replayed = train(parameters, program::forward, program::backward);
        float[] eager = eager();
        assertArrayEquals(eager, replayed);
        assertTrue(eager[0] > 0.1, "the loss says something: " + eager[0]);
    }

    @Test
    void packingAfterTracingIsFollowed() {
        TransformerBlock block = block();
        Program program = Program.trace(() -> Ops.mseLoss(block.forward(x), labels));
        Parameters parameters = Parameters.of(block);
        assertArrayEquals(eager(), train(parameters, program::forward, program::backward));
    }

    @Test
    void aFrozenPartStaysAndTheRestMoves() {
        TransformerBlock block = block();
        block.attention().freeze();
        float[] frozen = block.parameter("attention.query.weight").toArray();
        float[] free = block.parameter("mlp.in.weight").toArray();
        Parameters parameters = Parameters.of(block);
        assertEquals(8, parameters.names().size());
        Tensor[] loss = new Tensor[1];
        train(parameters, () -> loss[0] = Ops.mseLoss(block.forward(x), labels), () -> loss[0].backward());
        assertArrayEquals(frozen, block.parameter("attention.query.weight").toArray());
        assertEquals(null, block.parameter("attention.query.weight").grad());
        assertFalse(Arrays.equals(free, block.parameter("mlp.in.weight").toArray()));
    }
}
