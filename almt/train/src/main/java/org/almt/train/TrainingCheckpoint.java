package org.almt.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.WeightsMatch;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.optim.AdamW;
import org.almt.saved.SavedModel;

/**
 * {@code last.safetensors}: the weights under their own names, AdamW's moments under {@value #M} and {@value #V} before
 * those names, their average under {@value #AVERAGE} if there is one, and the {@link TrainingState} in the header.
 * Equal states give equal bytes.
 *
 * <p>Threads: one at a time for each model.
 */
public final class TrainingCheckpoint {
    /** The prefix of a parameter's name for its first moment. */
    public static final String M = SavedModel.OPTIMISER + "m.";

    /** The prefix of a parameter's name for its second moment. */
    public static final String V = SavedModel.OPTIMISER + "v.";

    /** The number of updates of each parameter. */
    static final String STEPS = SavedModel.OPTIMISER + "steps";

    /** The parameters that have had a gradient. */
    static final String REACHED = SavedModel.OPTIMISER + "reached";

    /** The prefix of the names of the objective's state. */
    static final String MEMORY = SavedModel.OPTIMISER + "memory.";

    /** Refuses a valid checkpoint that belongs to another run. */
    @FunctionalInterface
    public interface Check {
        /** Checks the state of the run, and the metadata that were saved with it. */
        void accept(TrainingState state, Map<String, String> words) throws IOException;
    }

    /** The prefix of a parameter's name for its average. */
    public static final String AVERAGE = SavedModel.OPTIMISER + "average.";

    private TrainingCheckpoint() {}

    /** Whether a tensor belongs to the optimiser's state, judged by its name. */
    public static boolean isOptimiserState(String name) {
        return name.startsWith(M) || name.startsWith(V) || name.startsWith(AVERAGE) || name.equals(STEPS)
                || name.equals(REACHED) || name.startsWith(MEMORY);
    }

    /**
     * Writes everything that resuming needs.
     *
     * @param belongsTo metadata that identify the run, such as the hash of the configuration
     */
    public static void save(Path file, Layer layer, Learner learner, TrainingState state,
            Map<String, String> belongsTo) throws IOException {
        Map<String, String> words = new LinkedHashMap<>(belongsTo);
        words.putAll(state.toMetadata());
        List<TensorSource> tensors = new ArrayList<>();
        tensorsOf(layer, learner)
                .forEach((name, tensor) -> tensors.add(TensorSource.of(name, tensor)));
        SafeTensors.write(file, tensors, words);
    }

    /**
     * Restores the state that {@link #save} wrote.
     *
     * @param check refuses a state or metadata that do not belong to the run
     * @throws IOException if the file is damaged or belongs to another model; nothing is changed then
     */
    public static TrainingState load(Path file, Layer layer, Learner learner, Check check) throws IOException {
        try (SafeTensors in = SafeTensors.open(file)) {
            TrainingState state = TrainingState.of(in.metadata(), file.toString());
            Map<String, Tensor> wanted = tensorsOf(layer, learner);
            requireSame(file, in, wanted);
            check.accept(state, in.metadata());
            for (Map.Entry<String, Tensor> entry : wanted.entrySet()) {
                Tensor tensor = entry.getValue();
                in.read(entry.getKey(), tensor.array(), tensor.offset());
                tensor.markModified();
            }
            learner.restoreSteps(state.steps());
            return state;
        }
    }

    private static Map<String, Tensor> tensorsOf(Layer layer, Learner learner) {
        Map<String, Tensor> all = layer.state();
        all.putAll(learner.state());
        return all;
    }

    private static void requireSame(Path file, SafeTensors in, Map<String, Tensor> wanted) throws IOException {
        Map<String, Shape> expected = new LinkedHashMap<>();
        wanted.forEach((name, tensor) -> expected.put(name, tensor.shape()));
        Map<String, Shape> found = new LinkedHashMap<>();
        in.tensors().forEach((name, info) -> found.put(name, info.shape()));
        WeightsMatch match = WeightsMatch.compare(expected, found);
        if (!match.exact()) {
            throw new IOException(file + ": belongs to another model: " + match.describe());
        }
    }
}
