package org.almt.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.almt.core.Tensor;

/**
 * A network as a table: a line for each layer that has parameters, inner ones indented.
 *
 * <pre>
 * TransformerBlock                                    872
 *   attention_norm  LayerNorm(8)                       16
 *   attention       MultiHeadAttention(2 heads of 4)  288
 *     out           Linear(8 -&gt; 8)                     72
 *   mlp_norm        LayerNorm(8)                       16
 *   mlp.in          Linear(8 -&gt; 32)                   288
 *   mlp.out         Linear(32 -&gt; 8)                   264
 * 872 elements in 16 parameters, none frozen
 * </pre>
 */
final class Summary {
    private record Line(String name, String what, long count) {}

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
        layer.children().forEach((name, child) -> {
            if (child.parameterCount() > 0) {
                lines.add(new Line(indent + name, child.toString(), child.parameterCount()));
                collect(child, indent + "  ", lines);
            }
        });
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
