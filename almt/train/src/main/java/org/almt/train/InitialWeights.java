package org.almt.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.model.AlmtWeights;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.format.AnyFormat;

/**
 * Loads the initial weights of a training.
 *
 * <p>Threads: one at a time for each model.
 */
public final class InitialWeights {
    private InitialWeights() {}

    /**
     * Replaces a model's parameters by those of a file. If the file lacks the model's text encoder, the text encoder is
     * not changed. An optimiser's state in the file is ignored.
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

    /**
     * Replaces those of a model's parameters that a file has with the same name and shape.
     *
     * @return the names of the others, which are not changed
     */
    public static List<String> loadFitting(Path file, Layer model) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            Map<String, Shape> found = AlmtWeights.shapes(checkpoint);
            Map<String, Tensor> fitting = model.state();
            List<String> others = new ArrayList<>();
            fitting.forEach((name, tensor) -> {
                if (!tensor.shape().equals(found.get(name))) {
                    others.add(name);
                }
            });
            fitting.keySet().removeAll(others);
            if (fitting.isEmpty()) {
                throw new IOException(file + ": none of its tensors has the name and shape of one of the model's; give"
                        + " the run of a model of the same kind and sizes");
            }
            AlmtWeights.load(checkpoint, fitting, name -> !fitting.containsKey(name));
            return others;
        }
    }
}
