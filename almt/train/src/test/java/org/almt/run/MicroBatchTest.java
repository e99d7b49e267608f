package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.language.LanguageDataSet;
import org.almt.input.InputBatch;
import org.almt.language.LanguageModel;
import org.almt.language.TextPadding;
import org.almt.saved.Architecture;
import org.almt.saved.Network;
import org.almt.testsdata.Tolerance;
import org.almt.train.BatchPart;
import org.almt.train.Batches;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingStep;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradient of a batch whose parts go through the model one after another, BERT and its dropout included. */
class MicroBatchTest {
    private static final int BATCH = 16;

    /** Measured for parts of 1 to 7 of 16 samples: at most 19 roundings of a tensor's largest gradient. */
    private static final double ROUNDINGS = 60;

    @TempDir
    Path temporary;

    private float loss;

    /** The gradient of one batch by parameter. */
    private Map<String, Tensor> gradient(int microBatch) throws IOException {
        LanguageModel language =
                LanguageModel.open(new SmallBert().folder(Files.createTempDirectory(temporary, "bert")));
        try (DataSet data = LanguageDataSet.computed(
                TinyRun.DATA, language, TextPadding.MASKED, null, sentence -> {})) {
            Network network = Architecture.ALMT.network(DataFit.adopt(TinyRun.MODEL, data), language.bert(), 1);
            TrainingConfig training = TinyRun.TRAINING.with("microBatch", microBatch);
            TrainingStep step = TrainingStep.of(
                    network, training,
                    InputBatch.Memory.ofTokens(data.shapes(), TextPadding.MASKED, training.samplesAtOnce()),
                    new Workspace());
            int[] order = Batches.shuffled(data.split(SplitName.TRAIN).size(), BATCH, 3).order(1);
            loss = step.learn(data.split(SplitName.TRAIN), order, BatchPart.batch(BATCH, BATCH), 0);
            return step.parameters().named(step.parameters().gradients());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 8})
    void isThatOfTheWholeButForRounding(int microBatch) throws IOException {
        Map<String, Tensor> whole = gradient(0);
        float wholeLoss = loss;
        Map<String, Tensor> parts = gradient(microBatch);
        assertEquals(wholeLoss, loss, 1e-6 * wholeLoss);
        for (Map.Entry<String, Tensor> entry : whole.entrySet()) {
            double[] expected = doubles(entry.getValue());
            // A bias of keys has no gradient but for rounding: it adds the same to all scores of a query.
            double norm = Math.max(Tolerance.norm(expected), 1e-3);
            Tolerance.assertClose(entry.getKey(), expected, parts.get(entry.getKey()).toArray(), ROUNDINGS, norm);
        }
    }

    @Test
    void oneOfAllSamplesIsTheWholeToTheBit() throws IOException {
        Map<String, Tensor> whole = gradient(0);
        gradient(BATCH).forEach((name, tensor) -> assertArrayEquals(
                whole.get(name).toArray(), tensor.toArray(), name));
    }

    private static double[] doubles(Tensor tensor) {
        double[] values = new double[tensor.shape().count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.toArray()[i];
        }
        return values;
    }
}
