package org.almt.nn.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.nn.checkpoint.safetensors.SafeTensors;

/**
 * Loads a checkpoint into the parameters of a model, tensor by tensor. The parameters keep their memory.
 *
 * <pre>{@code
 * try (Checkpoint checkpoint = SafeTensors.open(file)) {
 *     Weights.load(checkpoint, model.state());
 * }
 * }</pre>
 *
 * <p>All names and shapes are compared before the first element is changed.
 *
 * <p>Threads: one at a time for each model.
 */
public final class Weights {
    /** Maps a tensor of a file to a parameter of a model. */
    @FunctionalInterface
    public interface Naming {
        /** Every tensor is the parameter of the same name. */
        Naming SAME = Optional::of;

        /** The name of the parameter. Empty for a tensor to leave out, such as an optimiser's state. */
        Optional<String> parameter(String tensor);
    }

    private Weights() {}

    /** Loads all parameters from tensors of the same names. Any other tensor in the file is an error. */
    public static LoadReport load(Checkpoint checkpoint, Map<String, Tensor> parameters) throws CheckpointException {
        Checks.given("Weights.load", "checkpoint", checkpoint);
        Checks.given("Weights.load", "parameters", parameters);
        return load(checkpoint, parameters, Naming.SAME);
    }

    /**
     * Loads all parameters.
     *
     * @param parameters the parameters of the model, by name
     * @param naming maps the names of the file to those of the model
     * @throws CheckpointException if a parameter is missing, a tensor unexpected or a shape different; the message
     *     lists them, and the parameters are unchanged. Also if a value cannot be read; some parameters have then
     *     changed
     */
    public static LoadReport load(Checkpoint checkpoint, Map<String, Tensor> parameters, Naming naming)
            throws CheckpointException {
        Checks.given("Weights.load", "naming", naming);
        Checks.given("Weights.load", "checkpoint", checkpoint);
        Checks.given("Weights.load", "parameters", parameters);
        List<String> ignored = new ArrayList<>();
        Map<String, String> theirs = theirNames(checkpoint, naming, ignored);
        Map<String, Shape> expected = new LinkedHashMap<>();
        parameters.forEach((name, tensor) -> expected.put(name, tensor.shape()));
        WeightsMatch match = WeightsMatch.compare(expected, shapes(checkpoint, theirs));
        if (!match.exact()) {
            throw new CheckpointException(checkpoint.path(), "does not fit the model: " + match.describe(),
                    "give the model the sizes of the file, or check that this is the right file");
        }
        for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
            Tensor tensor = parameter.getValue();
            checkpoint.read(
                    Objects.requireNonNull(theirs.get(parameter.getKey()), "the match is exact"),
                    tensor.array(), tensor.offset());
            tensor.markModified();
        }
        return new LoadReport(List.copyOf(parameters.keySet()), ignored);
    }

    /**
     * Checks that no element is NaN or infinite. Such an element would make every result NaN or infinite.
     *
     * @param file the file that they were read from, for the message
     * @throws CheckpointException if one is; the message names the tensor and the element
     */
    public static void requireFinite(Path file, Map<String, Tensor> tensors) throws CheckpointException {
        Checks.given("Weights.requireFinite", "file", file);
        Checks.given("Weights.requireFinite", "tensors", tensors);
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            float[] values = entry.getValue().array();
            int from = entry.getValue().offset();
            for (int i = 0; i < entry.getValue().shape().count(); i++) {
                if (!Float.isFinite(values[from + i])) {
                    throw new CheckpointException(file,
                            "element " + i + " of " + CheckpointException.quote(entry.getKey())
                                    + " is " + values[from + i] + ", expected finite weights",
                            "download the file again, or use another checkpoint");
                }
            }
        }
    }

    /**
     * The shapes of a checkpoint's tensors under the names of the model. The sizes of a model can be read from them.
     */
    public static Map<String, Shape> shapes(Checkpoint checkpoint, Naming naming) throws CheckpointException {
        Checks.given("Weights.shapes", "naming", naming);
        Checks.given("Weights.shapes", "checkpoint", checkpoint);
        return shapes(checkpoint, theirNames(checkpoint, naming, new ArrayList<>()));
    }

    private static Map<String, Shape> shapes(Checkpoint checkpoint, Map<String, String> theirs)
            throws CheckpointException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Map.Entry<String, String> name : theirs.entrySet()) {
            shapes.put(name.getKey(), checkpoint.info(name.getValue()).shape());
        }
        return shapes;
    }

    /** Maps the names of the model to those of the file. */
    private static Map<String, String> theirNames(Checkpoint checkpoint, Naming naming, List<String> ignored)
            throws CheckpointException {
        Map<String, String> theirs = new LinkedHashMap<>();
        for (String name : checkpoint.tensors().keySet()) {
            Optional<String> parameter = naming.parameter(name);
            if (parameter.isEmpty()) {
                ignored.add(name);
                continue;
            }
            String other = theirs.put(parameter.get(), name);
            if (other != null) {
                throw new CheckpointException(checkpoint.path(),
                        CheckpointException.quote(other) + " and " + CheckpointException.quote(name)
                                + " are both the parameter " + CheckpointException.quote(parameter.get()),
                        "give a file that holds each parameter once");
            }
        }
        return theirs;
    }
}
