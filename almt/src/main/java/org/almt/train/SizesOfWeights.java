package org.almt.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.core.Shape;
import org.almt.model.AlmtConfig;

/**
 * Reads a model's sizes off the shapes of its weights, under the reference's names. What shapes cannot tell (the number
 * of heads, and what the head of the model reads) comes from a base configuration.
 */
public final class SizesOfWeights {
    private final Map<String, Shape> shapes;
    private final AlmtConfig base;

    private SizesOfWeights(Map<String, Shape> shapes, AlmtConfig base) {
        this.shapes = shapes;
        this.base = base;
    }

    /**
     * The sizes of a model with such parameters.
     *
     * @throws IllegalArgumentException when a parameter that tells a size is missing, or has too few axes
     */
    public static AlmtConfig of(Map<String, Shape> shapes, AlmtConfig base) {
        return new SizesOfWeights(shapes, base).config();
    }

    private AlmtConfig config() {
        int tokens = size("h_hyper", 1);
        String block = "proj_l.1.encoder.layers.0";
        Map<String, Object> sizes = new LinkedHashMap<>(base.toMap());
        sizes.put("textLength", size("proj_l.1.pos_embedding", 1) - tokens);
        sizes.put("textWidth", size("proj_l.0.weight", 1));
        sizes.put("audioLength", size("proj_a.1.pos_embedding", 1) - tokens);
        sizes.put("audioWidth", size("proj_a.0.weight", 1));
        sizes.put("visionLength", size("proj_v.1.pos_embedding", 1) - tokens);
        sizes.put("visionWidth", size("proj_v.0.weight", 1));
        sizes.put("width", size("h_hyper", 2));
        sizes.put("tokens", tokens);
        sizes.put("headSize", size(block + ".0.fn.to_q.weight", 0) / base.heads());
        sizes.put("hyperHeadSize", size("h_hyper_layer.layers.0.0.fn.to_q.weight", 0) / base.heads());
        sizes.put("mlp", size(block + ".1.fn.net.0.weight", 0));
        sizes.put("embeddingDepth", depth("proj_l.1.encoder.layers."));
        sizes.put("hyperDepth", depth("h_hyper_layer.layers."));
        sizes.put("fusionDepth", depth("fusion_layer.CrossTransformerEncoder.layers."));
        return AlmtConfig.of(sizes);
    }

    private int size(String name, int axis) {
        Shape shape = shapes.get(name);
        if (shape == null || shape.rank() <= axis) {
            throw new IllegalArgumentException("weights: " + (shape == null
                    ? "there is no '" + name + "'"
                    : "'" + name + "' has shape " + shape) + "; these are not the weights of an ALMT model");
        }
        return shape.size(axis);
    }

    /** How many numbers follow a prefix: layers 0, 1, … up to the first that is missing. */
    private int depth(String prefix) {
        int depth = 0;
        while (hasPrefix(prefix + depth + ".")) {
            depth++;
        }
        return depth;
    }

    private boolean hasPrefix(String prefix) {
        return shapes.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }
}
