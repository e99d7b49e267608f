package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.almt.core.Workspace;
import org.almt.core.Tensor;
import org.almt.data.SplitName;
import org.almt.input.InputBatch;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.Parameters;
import org.almt.nn.optim.AdamW;
import org.almt.saved.Architecture;
import org.almt.saved.Network;
import org.almt.train.Loss;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;
import org.junit.jupiter.api.Test;

class LossTest {
    @Test
    void isTheMeanOfDistances() {
        Tensor predictions = Tensor.of(new float[] {1, -2, 0.5f, 3}, 4, 1);
        Tensor labels = Tensor.of(new float[] {0, 1, 0.5f, 1}, 4, 1);
        assertEquals((1 + 9 + 0 + 4) / 4.0, Loss.of("mse").of(predictions, labels).item());
        assertEquals((1 + 3 + 0 + 2) / 4.0, Loss.of("l1").of(predictions, labels).item());
    }

    /** Of one sample, the squared error is the square of the absolute one. */
    @Test
    void isWhatAStepMinimises() {
        float squared = lossOfOneSample("mse");
        float absolute = lossOfOneSample("l1");
        assertTrue(absolute > 0.01, "the prediction is right: " + absolute);
        assertEquals(absolute * absolute, squared, 1e-6 * squared);
    }

    private static float lossOfOneSample(String loss) {
        TrainingConfig training = TinyRun.TRAINING.with("loss", loss);
        Network network = Network.of(AlmtModel.initialised(TinyRun.MODEL, 1));
        Parameters parameters = Parameters.of(network.root());
        TrainingStep step = new TrainingStep(
                network, parameters, new AdamW(parameters, 0, training.adamw()), training,
                new InputBatch.Memory(TinyRun.DATA.shapes(), 1), new Workspace());
        return step.run(TinyRun.DATA.split(SplitName.TRAIN), new int[] {0}, 0, 1);
    }

    @Test
    void isTheAuthorsUnlessSaidOtherwise() {
        assertEquals(Loss.MSE, TrainingConfig.usual(Architecture.ALMT, Preset.MOSI).loss());
        assertEquals(Loss.L1, TrainingConfig.usual(Architecture.of("mult"), Preset.MOSI).loss());
        assertEquals(Loss.MSE, TrainingConfig.usual(Architecture.of("mult"), Preset.MOSI).with("loss", "mse").loss());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> TrainingConfig.STANDARD.with("loss", "l2"));
        assertTrue(e.getMessage().contains("mse, l1"), e.getMessage());
    }
}
