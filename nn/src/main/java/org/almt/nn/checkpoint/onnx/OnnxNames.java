package org.almt.nn.checkpoint.onnx;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.RenamedCheckpoint.Source;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.bytes.Place;
import org.jspecify.annotations.Nullable;

/**
 * The names that an ONNX file's weights had in the PyTorch model that it was exported from. Most initialisers keep
 * them. A linear layer's weight does not, because the exporter transposes it to {@code [in, out]} and calls the result
 * {@code onnx::MatMul_123}. The node that uses it shows its original name:
 *
 * <pre>
 *   MatMul "/encoder/layer.0/attention/self/query/MatMul" reads (x, onnx::MatMul_123)
 *     → encoder.layer.0.attention.self.query.weight, transposed
 *   MatMul "MatMul_26" reads (x, 1525) and computes y;  Add reads (y, encoder.layer.0.attention.self.query.bias)
 *     → the same, in files of older exporters
 * </pre>
 */
public final class OnnxNames {
    private static final String PRODUCT = "/MatMul";
    private static final String BIAS = ".bias";

    private final Onnx file;
    private final Map<String, Onnx.Node> products = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<String, String> biases = new HashMap<>();

    private OnnxNames(Onnx file) {
        this.file = file;
        Set<String> initialisers = file.tensors().keySet();
        for (Onnx.Node node : file.nodes()) {
            for (String input : node.inputs()) {
                if (initialisers.contains(input)) {
                    uses.merge(input, 1, Integer::sum);
                }
            }
            List<String> inputs = node.inputs();
            if (node.operation().equals("MatMul") && inputs.size() == 2) {
                products.put(inputs.get(1), node);
            } else if (node.operation().equals("Add") && inputs.size() == 2) {
                bias(inputs.get(0), inputs.get(1));
                bias(inputs.get(1), inputs.get(0));
            }
        }
    }

    private void bias(String value, String initialiser) {
        if (initialiser.endsWith(BIAS) && file.tensors().containsKey(initialiser)) {
            biases.put(value, initialiser);
        }
    }

    /**
     * The names of all initialisers that belong to a module, in the order of the file. The others keep their names.
     *
     * @throws CheckpointException if two initialisers would have the same name
     */
    public static Map<String, Source> of(Onnx file) throws CheckpointException {
        OnnxNames names = new OnnxNames(file);
        Map<String, Source> sources = new LinkedHashMap<>();
        for (TensorInfo info : file.tensors().values()) {
            String recovered = names.recovered(info);
            String name = recovered == null ? info.name() : recovered;
            Source other = sources.put(name, new Source(info.name(), recovered != null));
            if (other != null) {
                throw Place.of(file.path()).tensor(name)
                        .damaged("is the name of both " + CheckpointException.quote(other.name())
                                + " and " + CheckpointException.quote(info.name()));
            }
        }
        return sources;
    }

    /** The name recovered from the only product that uses this matrix, or null. */
    private @Nullable String recovered(TensorInfo info) {
        Onnx.Node product = products.get(info.name());
        if (product == null || info.shape().rank() != 2 || uses.getOrDefault(info.name(), 0) != 1
                || info.name().endsWith(".weight")) {
            return null;
        }
        String path = product.name();
        if (path.startsWith("/") && path.endsWith(PRODUCT) && path.length() > PRODUCT.length()) {
            return path.substring(1, path.length() - PRODUCT.length()).replace('/', '.') + ".weight";
        }
        String bias = product.outputs().size() == 1 ? biases.get(product.outputs().get(0)) : null;
        return bias == null ? null : bias.substring(0, bias.length() - BIAS.length()) + ".weight";
    }
}
