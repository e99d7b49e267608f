package org.almt.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.core.Tensor;

/**
 * A network as a table: a line for each layer that has parameters, with inner layers indented. If a layer has layers
 * inside, its own parameters have separate lines. The lines below a layer thus add up to it.
 *
 * <pre>
 * TransformerBlock                                    872
 *   attention_norm  LayerNorm(8)                       16
 *   attention       MultiHeadAttention(2 heads of 4)  288
 *     query.weight  [8,8]                              64
 *     …
 *     out           Linear(8 -&gt; 8)                     72
 *   mlp_norm        LayerNorm(8)                       16
 *   mlp.in          Linear(8 -&gt; 32)                   288
 *   mlp.out         Linear(32 -&gt; 8)                   264
 * 872 elements in 16 parameters, none frozen
 * </pre>
 */
final class Summary {
    private record Line(String name, String what, long count) {}

    private static final String FROZEN = ", frozen";

    private Summary() {}

    static String of(Layer root) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(root.toString(), "", root.parameterCount()));
        collect(root, "  ", lines);
        int names = lines.stream().mapToInt(line -> line.name.length()).max().orElse(0);
        int kinds = lines.stream().mapToInt(line -> line.what.length()).max().orElse(0);
        int digits = String.format(Locale.ROOT, "%,d", root.parameterCount()).length();
        String form = "%-" + (names + 2) + "s%-" + (kinds + 2) + "s%," + digits + "d";
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(String.format(Locale.ROOT, form, line.name, line.what, line.count)).append('\n');
        }
        return text.append(total(root)).toString();
    }

    private static void collect(Layer layer, String indent, List<Line> lines) {
        Map<String, Tensor> own = layer.parameters();
        layer.children().values().forEach(child -> own.values().removeAll(child.parameters().values()));
        if (own.size() < layer.parameters().size()) {
            own.forEach((name, tensor) -> lines.add(new Line(indent + name, tensor.shape()
                    + (tensor.requiresGrad() ? "" : FROZEN), count(tensor))));
        }
        layer.children().forEach((name, child) -> {
            if (child.parameterCount() > 0) {
                lines.add(new Line(indent + name, child + (isFrozen(child) ? FROZEN : ""), child.parameterCount()));
                collect(child, indent + "  ", lines);
            }
        });
    }

    private static boolean isFrozen(Layer layer) {
        return layer.parameters().values().stream().noneMatch(Tensor::requiresGrad);
    }

    private static String total(Layer root) {
        long frozen = root.parameters().values().stream().filter(tensor -> !tensor.requiresGrad())
                .mapToLong(Summary::count).sum();
        return String.format(Locale.ROOT, "%,d elements in %,d parameters, %s frozen", root.parameterCount(),
                root.parameters().size(), frozen == 0 ? "none" : String.format(Locale.ROOT, "%,d", frozen));
    }

    private static long count(Tensor tensor) {
        return tensor.shape().count();
    }
}
