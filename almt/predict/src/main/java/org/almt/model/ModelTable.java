package org.almt.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.nn.Layer;

/**
 * A readable table of a model: layers, parameter shapes, counts, total.
 *
 * <p>Threads: safe for many at once.
 */
public final class ModelTable {
    private static final int NAME = 64;
    private static final int SHAPE = 16;
    private static final int COUNT = 12;

    private ModelTable() {}

    /** One line for each parameter, one for each top-level part, and the total. */
    public static List<String> of(Layer model) {
        List<String> lines = new ArrayList<>();
        lines.add(line("layer and parameter", "shape", "parameters"));
        String part = "";
        for (Map.Entry<String, Tensor> entry : model.parameters().entrySet()) {
            String owner = entry.getKey().split("\\.", 2)[0];
            if (!owner.equals(part)) {
                part = owner;
                lines.add("");
                lines.add(line(part, "", grouped(countOf(model, part))));
            }
            Tensor tensor = entry.getValue();
            lines.add(line("  " + entry.getKey(), tensor.shape().toString(), grouped(tensor.shape().count())));
        }
        lines.add("");
        lines.add(line("total, " + model.parameters().size() + " tensors", "", grouped(model.parameterCount())));
        return lines;
    }

    private static long countOf(Layer model, String part) {
        return model.parameters().entrySet().stream()
                .filter(entry -> entry.getKey().equals(part) || entry.getKey().startsWith(part + "."))
                .mapToLong(entry -> entry.getValue().shape().count())
                .sum();
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String line(String name, String shape, String count) {
        return String.format(Locale.ROOT, "%-" + NAME + "s%-" + SHAPE + "s%" + COUNT + "s", name, shape, count);
    }
}
