package org.almt.weights;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.Shape;
import org.almt.io.Json;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.checkpoint.CheckpointException;

/** Reads the sizes of a BERT from Hugging Face's {@code config.json}, or from the shapes of its tensors. */
public final class BertConfigFile {
    /** The name from which the prefix of all names is derived. */
    static final String WORDS = "embeddings.word_embeddings.weight";

    /** The names of the pooler, which some files leave out. */
    static final List<String> POOLER = List.of("pooler.dense.weight", "pooler.dense.bias");

    /**
     * The most layers: a hundred times those of the largest BERT. A damaged file must not make the reader list the
     * names of a billion layers.
     */
    private static final int MOST_LAYERS = 2_400;

    private BertConfigFile() {}

    /**
     * Reads a {@code config.json}.
     *
     * @throws CheckpointException if it is for another architecture than BERT, or lacks a size
     * @throws IOException if it cannot be read or is not JSON
     */
    public static BertConfig read(Path path) throws IOException {
        Map<String, Object> json = json(path);
        expect(path, json, "model_type", "bert");
        expect(path, json, "hidden_act", "gelu");
        expect(path, json, "position_embedding_type", "absolute");
        int hidden = size(path, json, "hidden_size", 0);
        int layers = size(path, json, "num_hidden_layers", 0);
        if (layers > MOST_LAYERS) {
            throw new CheckpointException(path,
                    "has num_hidden_layers " + layers + ", more than the " + MOST_LAYERS + " that are read",
                    "check that it is the config.json of a BERT");
        }
        int heads = size(path, json, "num_attention_heads", 0);
        if (hidden % heads != 0) {
            throw new CheckpointException(path,
                    "has " + heads + " heads, which do not divide the hidden width " + hidden,
                    "check that the file belongs to the weights");
        }
        BertConfig sizes = new BertConfig(
                size(path, json, "vocab_size", 0), hidden, layers, heads, size(path, json, "intermediate_size", 0),
                size(path, json, "max_position_embeddings", 0), size(path, json, "type_vocab_size", 2),
                fraction(path, json, "layer_norm_eps", BertConfig.EPS, Float.MIN_VALUE),
                fraction(path, json, "hidden_dropout_prob", BertConfig.DROPOUT, 0));
        try {
            shapes(sizes, true);
            return sizes;
        } catch (IllegalArgumentException overflow) {
            throw new CheckpointException(path, "has sizes whose product overflows (" + describe(sizes) + ")",
                    "check that it is the config.json of a BERT");
        }
    }

    private static Map<String, Object> json(Path path) throws IOException {
        try {
            return Json.read(path);
        } catch (FileSystemException e) {
            throw CheckpointException.of(path, "reading", e);
        }
    }

    private static void expect(Path path, Map<String, Object> json, String key, String expected)
            throws CheckpointException {
        Object found = json.getOrDefault(key, expected);
        if (!expected.equals(found)) {
            throw new CheckpointException(path, "its " + key + " is not " + expected
                    + ", so it is for another architecture than BERT", "give a model of the BERT family");
        }
    }

    /** A size; the default 0 means that there is no default. */
    private static int size(Path path, Map<String, Object> json, String key, int otherwise)
            throws CheckpointException {
        Object found = json.get(key);
        if (found == null && otherwise > 0) {
            return otherwise;
        }
        if (!(found instanceof Long size) || size < 1 || size > Integer.MAX_VALUE) {
            throw new CheckpointException(path, "lacks " + key + " or has another value than a size from 1 on",
                    "check that it is the config.json of a BERT");
        }
        return size.intValue();
    }

    /** A float from {@code least} to 1, exclusive. */
    private static float fraction(Path path, Map<String, Object> json, String key, float otherwise, float least)
            throws CheckpointException {
        Object found = json.getOrDefault(key, otherwise);
        if (!(found instanceof Number number) || !(number.floatValue() >= least && number.floatValue() < 1)) {
            throw new CheckpointException(path, "has another value than a number from 0 to 1 as " + key,
                    "check that it is the config.json of a BERT");
        }
        return number.floatValue();
    }

    /**
     * The sizes of a BERT from the shapes of its tensors; heads and eps must be known.
     *
     * @param path the file, for errors
     *
     * @param shapes the shapes by Hugging Face's names
     *
     * @throws CheckpointException if they are not those of a BERT
     */
    static BertConfig of(Path path, Map<String, Shape> shapes, int heads, float eps) throws CheckpointException {
        int layers = 0;
        while (shapes.containsKey("encoder.layer." + layers + ".attention.self.query.weight")) {
            layers++;
        }
        Shape words = matrix(path, shapes, WORDS);
        Shape inner = matrix(path, shapes, "encoder.layer.0.intermediate.dense.weight");
        int positions = matrix(path, shapes, "embeddings.position_embeddings.weight").size(0);
        int types = matrix(path, shapes, "embeddings.token_type_embeddings.weight").size(0);
        if (!(eps > 0 && eps < 1)) {
            throw new CheckpointException(path,
                    "has the eps " + eps + " in its layer norms, expected a number from 0 to 1",
                    "give a model of the BERT family");
        }
        if (heads < 1 || words.size(1) % heads != 0) {
            throw new CheckpointException(path,
                    "would have " + heads + " attention heads, which do not divide the hidden"
                            + " width " + words.size(1),
                    "put the model's config.json beside it");
        }
        return new BertConfig(words.size(0), words.size(1), layers, heads, inner.size(0), positions, types, eps,
                BertConfig.DROPOUT);
    }

    private static Shape matrix(Path path, Map<String, Shape> shapes, String name) throws CheckpointException {
        Shape shape = shapes.get(name);
        if (shape == null || shape.rank() != 2 || shape.count() == 0) {
            throw new CheckpointException(path,
                    (shape == null
                            ? "lacks the tensor "
                            : "has another shape than that of a matrix for ")
                            + name + ", which every BERT has",
                    "give a model of the BERT family");
        }
        return shape;
    }

    /** The shapes of all parameters by Hugging Face's names, in the order of its model, with or without the pooler. */
    public static Map<String, Shape> shapes(BertConfig config, boolean pooler) {
        int hidden = config.hidden();
        int intermediate = config.intermediate();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(WORDS, Shape.of(config.vocabulary(), hidden));
        shapes.put("embeddings.position_embeddings.weight", Shape.of(config.positions(), hidden));
        shapes.put("embeddings.token_type_embeddings.weight", Shape.of(config.types(), hidden));
        norm(shapes, "embeddings.LayerNorm", config.hidden());
        for (int i = 0; i < config.layers(); i++) {
            String layer = "encoder.layer." + i + ".";
            linear(shapes, layer + "attention.self.query", hidden, hidden);
            linear(shapes, layer + "attention.self.key", hidden, hidden);
            linear(shapes, layer + "attention.self.value", hidden, hidden);
            linear(shapes, layer + "attention.output.dense", hidden, hidden);
            norm(shapes, layer + "attention.output.LayerNorm", config.hidden());
            linear(shapes, layer + "intermediate.dense", hidden, intermediate);
            linear(shapes, layer + "output.dense", intermediate, hidden);
            norm(shapes, layer + "output.LayerNorm", config.hidden());
        }
        if (pooler) {
            linear(shapes, "pooler.dense", hidden, hidden);
        }
        return shapes;
    }

    private static void linear(Map<String, Shape> shapes, String name, int in, int out) {
        shapes.put(name + ".weight", Shape.of(out, in));
        shapes.put(name + ".bias", Shape.of(out));
    }

    private static void norm(Map<String, Shape> shapes, String name, int hidden) {
        shapes.put(name + ".weight", Shape.of(hidden));
        shapes.put(name + ".bias", Shape.of(hidden));
    }

    /** The contents of a {@code config.json} that Hugging Face's code can read too. */
    static Map<String, Object> toJson(BertConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of("BertModel"));
        json.put("model_type", "bert");
        json.put("vocab_size", config.vocabulary());
        json.put("hidden_size", config.hidden());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("intermediate_size", config.intermediate());
        json.put("max_position_embeddings", config.positions());
        json.put("type_vocab_size", config.types());
        json.put("hidden_act", "gelu");
        json.put("position_embedding_type", "absolute");
        json.put("layer_norm_eps", decimal(config.eps()));
        json.put("hidden_dropout_prob", decimal(config.dropout()));
        json.put("attention_probs_dropout_prob", decimal(config.dropout()));
        json.put("pad_token_id", 0);
        json.put("torch_dtype", "float32");
        return json;
    }

    /** The shortest decimal that rounds to this float: 1e-12, not 9.999999960041972e-13. */
    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    /**
     * A description in words, for example {@code 12 layers of 768, 12 heads, feed-forward 3072, 512 positions, 30522
     * tokens}.
     */
    public static String describe(BertConfig config) {
        return config.layers() + " layers of " + config.hidden() + ", " + config.heads() + " heads, feed-forward "
                + config.intermediate() + ", " + config.positions() + " positions, " + config.vocabulary() + " tokens";
    }
}
