package org.almt.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.model.AlmtWeights;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.format.AnyFormat;

/** Weights that a training begins with. */
public final class InitialWeights {
    private InitialWeights() {}

    /**
     * Replaces a model's parameters by a file's. The file may be without the text encoder that the model has: that one
     * then stays as it is. An optimiser's state in it is passed over.
     */
    public static void load(Path file, Layer model) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            Map<String, Tensor> parameters = model.state();
            if (AlmtWeights.shapes(checkpoint).keySet().stream().noneMatch(LearningRates::isOfBert)) {
                parameters.keySet().removeIf(LearningRates::isOfBert);
            }
            AlmtWeights.load(checkpoint, parameters, TrainingCheckpoint::isOptimiserState);
        }
    }
}
