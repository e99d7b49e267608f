package org.almt.weights;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.onnx.Onnx;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a BERT that only the graph of an ONNX file contains. The number of heads, for example, does not
 * affect the shapes of weights. The graph is inspected, not executed.
 */
final class BertGraph {
    private static final Set<String> QUANTISED = Set.of("DynamicQuantizeLinear", "MatMulInteger", "QLinearMatMul",
            "DequantizeLinear", "MatMulNBits");

    private final Onnx file;

    BertGraph(Onnx file) throws CheckpointException {
        this.file = file;
        Set<String> operations = new HashSet<>();
        file.nodes().forEach(node -> operations.add(node.operation()));
        for (String operation : QUANTISED) {
            if (operations.contains(operation)) {
                throw new CheckpointException(file.path(), "is quantised (its graph has " + operation
                        + "), expected floating-point weights", "give the model before quantisation");
            }
        }
        if (!operations.contains("Erf") && !operations.contains("Gelu")) {
            throw new CheckpointException(file.path(), "its graph has another activation than BERT's GELU",
                    "give a model of the BERT family");
        }
    }

    /**
     * The number of heads H. It is found where the graph splits D into [H, D/H]: at a reshape to constants, or to
     * concatenated sizes whose last two are constants.
     */
    int heads(int hidden) throws CheckpointException {
        Set<Integer> found = new TreeSet<>();
        for (Onnx.Node node : file.nodes()) {
            List<String> inputs = node.inputs();
            int n = inputs.size();
            if (node.operation().equals("Concat") && n >= 3) {
                add(found, file.constant(inputs.get(n - 2)), file.constant(inputs.get(n - 1)), hidden);
            } else if (node.operation().equals("Reshape") && n == 2) {
                double[] sizes = file.constant(inputs.get(1));
                if (sizes != null && sizes.length == 4) {
                    add(found, new double[] {sizes[2]}, new double[] {sizes[3]}, hidden);
                }
            }
        }
        if (found.size() != 1) {
            throw new CheckpointException(file.path(), "its graph does not contain the number of attention heads"
                    + (found.isEmpty() ? "" : " (" + found + " are possible)"),
                    "put the model's config.json beside it");
        }
        return found.iterator().next();
    }

    private static void add(Set<Integer> found, double @Nullable [] heads, double @Nullable [] width, int hidden) {
        if (heads != null && width != null && heads.length == 1 && width.length == 1 && heads[0] >= 1
                && heads[0] * width[0] == hidden) {
            found.add((int) heads[0]);
        }
    }

    /** The eps of the layer norms: their attribute, or the constant that is added before a square root. */
    float eps() throws CheckpointException {
        Set<String> roots = new HashSet<>();
        for (Onnx.Node node : file.nodes()) {
            if (node.operation().equals("Sqrt")) {
                roots.addAll(node.inputs());
            }
        }
        Set<Float> found = new TreeSet<>();
        for (Onnx.Node node : file.nodes()) {
            if (node.operation().equals("LayerNormalization") && node.numbers().containsKey("epsilon")) {
                found.add(node.numbers().get("epsilon").floatValue());
            } else if (node.operation().equals("Add") && node.outputs().stream().anyMatch(roots::contains)) {
                for (String input : node.inputs()) {
                    double[] constant = file.constant(input);
                    if (constant != null && constant.length == 1) {
                        found.add((float) constant[0]);
                    }
                }
            }
        }
        if (found.size() > 1) {
            throw new CheckpointException(file.path(), "its layer norms have different eps " + found + ", expected one",
                    "give a model of the BERT family");
        }
        return found.isEmpty() ? BertConfig.EPS : found.iterator().next();
    }
}
