package org.almt.model;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.LoadReport;
import org.almt.nn.checkpoint.Weights;

/**
 * Loads checkpoints of all public implementations of ALMT into a model. {@link NameMap} lists their names.
 *
 * <p>Threads: one at a time for each model.
 */
public final class AlmtWeights {
    private AlmtWeights() {}

    /**
     * Loads all parameters, tensor by tensor.
     *
     * @param parameters the model's parameters by reference name. A language model ({@code bertmodel.*}) is loaded only
     *         if it is among them
     * @param leaveOut which names of the file are not parameters, such as an optimiser's state
     * @throws CheckpointException as in {@link Weights#load(Checkpoint, Map, Weights.Naming)}, or when an element is
     *     NaN or infinite
     */
    public static LoadReport load(Checkpoint checkpoint, Map<String, Tensor> parameters, Predicate<String> leaveOut)
            throws CheckpointException {
        NameMap names = NameMap.detect(checkpoint.tensors().keySet());
        LoadReport report = Weights.load(checkpoint, parameters, theirs -> {
            String name = names.toReference(theirs);
            boolean unwanted = NameMap.isBert(name) && !parameters.containsKey(name);
            return leaveOut.test(theirs) || unwanted ? Optional.empty() : Optional.of(name);
        });
        Weights.requireFinite(checkpoint.path(), parameters);
        return report;
    }

    /** The shapes of a checkpoint's tensors by reference name. The sizes of a model follow from them. */
    public static Map<String, Shape> shapes(Checkpoint checkpoint) throws CheckpointException {
        NameMap names = NameMap.detect(checkpoint.tensors().keySet());
        return Weights.shapes(checkpoint, theirs -> Optional.of(names.toReference(theirs)));
    }
}
