package org.almt.saved;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.core.Shape;
import org.almt.model.AlmtConfig;
import org.almt.model.variant.Variant;

/**
 * Derives a model's sizes from the shapes of its weights, under the reference's names. Some sizes do not follow from
 * shapes: the number of heads, and the rows that the head of the model reads. They come from a base configuration. A
 * {@link Variant} with other parts than the paper's takes all sizes from the base; sizes that do not fit are then found
 * when the weights are loaded.
 *
 * <p>Threads: safe for many at once.
 */
public final class SizesOfWeights {
    private static final int ANY = -1;

    private final Map<String, Shape> shapes;
    private final AlmtConfig base;

    private SizesOfWeights(Map<String, Shape> shapes, AlmtConfig base) {
        this.shapes = shapes;
        this.base = base;
    }

    /**
     * The sizes of a model with parameters of the given shapes.
     *
     * @throws IllegalArgumentException if a parameter that determines a size is missing or has another shape
     */
    public static AlmtConfig of(Map<String, Shape> shapes, AlmtConfig base) {
        boolean paper = base.variant().hasThePartsOf(Variant.FULL);
        return paper ? new SizesOfWeights(shapes, base).config() : base;
    }

    private AlmtConfig config() {
        Shape hyper = shape("h_hyper", 1, ANY, ANY);
        int tokens = hyper.size(1);
        int width = hyper.size(2);
        String queries = ".0.fn.to_q.weight";
        Shape block = shape("proj_l.1.encoder.layers.0" + queries, ANY, width);
        Shape layer = shape("h_hyper_layer.layers.0" + queries, ANY, width);
        Map<String, Object> sizes = new LinkedHashMap<>(base.toMap());
        sizes.put("textLength", shape("proj_l.1.pos_embedding", 1, ANY, width).size(1) - tokens);
        sizes.put("textWidth", shape("proj_l.0.weight", width, ANY).size(1));
        sizes.put("audioLength", shape("proj_a.1.pos_embedding", 1, ANY, width).size(1) - tokens);
        sizes.put("audioWidth", shape("proj_a.0.weight", width, ANY).size(1));
        sizes.put("visionLength", shape("proj_v.1.pos_embedding", 1, ANY, width).size(1) - tokens);
        sizes.put("visionWidth", shape("proj_v.0.weight", width, ANY).size(1));
        sizes.put("width", width);
        sizes.put("tokens", tokens);
        sizes.put("headSize", block.size(0) / base.heads());
        sizes.put("hyperHeadSize", layer.size(0) / base.heads());
        sizes.put("mlp", shape("proj_l.1.encoder.layers.0.1.fn.net.0.weight", ANY, width).size(0));
        sizes.put("embeddingDepth", depth("proj_l.1.encoder.layers.", queries, block));
        sizes.put("hyperDepth", depth("h_hyper_layer.layers.", queries, layer));
        sizes.put("fusionDepth", depth("fusion_layer.CrossTransformerEncoder.layers.", queries, block));
        return AlmtConfig.of(sizes);
    }

    /**
     * The shape of a parameter of which some sizes are known. The check ensures that the file has the bytes for every
     * size.
     */
    private Shape shape(String name, int... known) {
        Shape shape = shapes.get(name);
        if (shape == null || !fits(shape, known)) {
            throw new IllegalArgumentException("weights: " + (shape == null
                    ? "there is no '" + name + "'"
                    : "'" + name + "' has shape " + shape + ", expected "
                            + Arrays.toString(known).replace(Integer.toString(ANY), "any"))
                    + "; these are not the weights of an ALMT model");
        }
        return shape;
    }

    private static boolean fits(Shape shape, int... known) {
        boolean fits = shape.rank() == known.length && shape.count() > 0;
        for (int axis = 0; fits && axis < known.length; axis++) {
            fits = known[axis] == ANY || known[axis] == shape.size(axis);
        }
        return fits;
    }

    /** The number of layers 0, 1, … with queries of that shape, up to the first without. */
    private int depth(String prefix, String suffix, Shape shape) {
        int depth = 0;
        while (shape.equals(shapes.get(prefix + depth + suffix))) {
            depth++;
        }
        return depth;
    }
}
