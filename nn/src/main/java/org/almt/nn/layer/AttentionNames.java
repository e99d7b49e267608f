package org.almt.nn.layer;

import java.util.List;
import org.almt.core.op.Checks;

/**
 * The names of the parameters of a {@link MultiHeadAttention} in checkpoints.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param weights names of the projections of queries, keys and values: three names, or one if they are one matrix
 * @param biases names of their biases, equally many; not used without input biases
 * @param out name of the output projection, a {@link Linear}
 */
public record AttentionNames(List<String> weights, List<String> biases, String out) {
    /** The names of this library: {@code query.weight}, {@code query.bias}, …, {@code out.weight}, {@code out.bias}. */
    public static final AttentionNames PLAIN = separate("query", "key", "value", "out");

    /**
     * The names of PyTorch and fairseq: {@code in_proj_weight} and {@code in_proj_bias} for all three, {@code
     * out_proj.*}.
     */
    public static final AttentionNames TORCH = packed("in_proj_weight", "in_proj_bias", "out_proj");

    /** Checks the numbers of names. */
    public AttentionNames {
        Checks.given("AttentionNames", "weights", weights);
        Checks.given("AttentionNames", "biases", biases);
        if (weights.size() != 1 && weights.size() != 3 || biases.size() != weights.size()) {
            throw new IllegalArgumentException("attention: " + weights.size() + " names of weights and "
                    + biases.size() + " of biases; give three of each, or one of each for a packed matrix");
        }
        weights = List.copyOf(weights);
        biases = List.copyOf(biases);
    }

    /** For three projections that are {@link Linear} layers: NAME{@code .weight} and NAME{@code .bias}. */
    public static AttentionNames separate(String query, String key, String value, String out) {
        return new AttentionNames(
                List.of(query + ".weight", key + ".weight", value + ".weight"),
                List.of(query + ".bias", key + ".bias", value + ".bias"), out);
    }

    /** For one matrix of queries, keys and values, one below the other, and one bias. */
    public static AttentionNames packed(String weight, String bias, String out) {
        Checks.given("AttentionNames.packed", "weight", weight);
        Checks.given("AttentionNames.packed", "bias", bias);
        return new AttentionNames(List.of(weight), List.of(bias), out);
    }

    boolean isPacked() {
        return weights.size() == 1;
    }
}
