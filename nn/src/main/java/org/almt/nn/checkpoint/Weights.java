package org.almt.nn.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.almt.core.Shape;
import org.almt.core.Tensor;

/**
 * Brings a checkpoint into a model's parameters, whoever named them (see {@link NameMap}). All names and shapes are
 * compared before the first number is changed.
 */
public final class Weights {
    private Weights() {}

    /** Loads all parameters; what a file holds beyond them, other than a language model, is an error. */
    public static LoadReport load(Checkpoint checkpoint, Map<String, Tensor> parameters) throws CheckpointException {
        return load(checkpoint, parameters, name -> false);
    }

    /**
     * Loads all parameters, tensor by tensor, into the memory that they have.
     *
     * @param checkpoint the file
     * @param parameters the model's, by reference name; {@code bertmodel.*} are loaded where they are among them, else
     *     left out
     * @param leaveOut which of the file's names are something else, such as an optimiser's state
     * @throws CheckpointException when a parameter is missing, a tensor unexpected or a shape different, with a list of
     *     them; the parameters are then unchanged. Or when a value cannot be read: then some have changed
     */
    public static LoadReport load(Checkpoint checkpoint, Map<String, Tensor> parameters, Predicate<String> leaveOut)
            throws CheckpointException {
        List<String> ignored = new ArrayList<>();
        Map<String, String> theirs = referenceNames(checkpoint, leaveOut, ignored);
        theirs.entrySet().removeIf(entry -> NameMap.isBert(entry.getKey()) && !parameters.containsKey(entry.getKey())
                && ignored.add(entry.getValue()));

        Map<String, Shape> expected = new LinkedHashMap<>();
        parameters.forEach((name, tensor) -> expected.put(name, tensor.shape()));
        WeightsMatch match = WeightsMatch.compare(expected, shapes(checkpoint, theirs));
        if (!match.exact()) {
            throw new CheckpointException(checkpoint.path(), "does not fit the model: " + match.describe(),
                    "check the preset and the sizes, or whether this is the right file");
        }
        for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
            Tensor tensor = parameter.getValue();
            checkpoint.read(theirs.get(parameter.getKey()), tensor.array(), tensor.offset());
            tensor.touched();
        }
        return new LoadReport(NameMap.detect(checkpoint.tensors().keySet()), List.copyOf(parameters.keySet()), ignored);
    }

    /** The shapes of a checkpoint's tensors under their reference names, from which a model's sizes can be told. */
    public static Map<String, Shape> shapes(Checkpoint checkpoint) throws CheckpointException {
        return shapes(checkpoint, referenceNames(checkpoint, name -> false, new ArrayList<>()));
    }

    private static Map<String, Shape> shapes(Checkpoint checkpoint, Map<String, String> theirs)
            throws CheckpointException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Map.Entry<String, String> name : theirs.entrySet()) {
            shapes.put(name.getKey(), checkpoint.info(name.getValue()).shape());
        }
        return shapes;
    }

    /** From the reference's names to the file's. */
    private static Map<String, String> referenceNames(Checkpoint checkpoint, Predicate<String> leaveOut,
            List<String> ignored) throws CheckpointException {
        Map<String, String> theirs = new LinkedHashMap<>();
        NameMap names = NameMap.detect(checkpoint.tensors().keySet());
        for (String name : checkpoint.tensors().keySet()) {
            if (leaveOut.test(name)) {
                ignored.add(name);
                continue;
            }
            String other = theirs.put(names.toReference(name), name);
            if (other != null) {
                throw new CheckpointException(checkpoint.path(), Names.quote(other) + " and " + Names.quote(name)
                        + " are both " + Names.quote(names.toReference(name)) + " by the names of " + names,
                        "give a file that holds each parameter once");
            }
        }
        return theirs;
    }
}
