package org.almt.nn.layer;

import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;

/**
 * The sizes and choices of a {@link TransformerBlock}, and of the {@link MultiHeadAttention} in it. Immutable: each
 * method that changes something returns a copy.
 *
 * <pre>{@code
 * BlockConfig gpt = BlockConfig.of(128, 4); // pre-norm, one norm, biases, GELU, hidden layer of 512
 * BlockConfig bert = BlockConfig.of(768, 12).postNorm().eps(1e-12f);
 * BlockConfig vit = BlockConfig.of(128, 8).headWidth(64).hidden(128).withoutInputBiases();
 * }</pre>
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class BlockConfig {
    private final int width;
    private final int heads;
    private int headWidth;
    private int hidden;
    private boolean postNorm;
    private boolean normForEachInput;
    private boolean inputBiases = true;
    private float eps = LayerNorm.EPS;
    private UnaryOperator<Tensor> activation = Ops::gelu;
    private float dropout;
    private float hiddenDropout;
    private float attentionDropout;
    private IntFunction<Initialiser> weights = Initialiser::linear;
    private IntFunction<Initialiser> biases = Initialiser::linear;
    private BlockNames names = BlockNames.PLAIN;
    private double rotaryBase;

    private BlockConfig(int width, int heads) {
        this.width = width;
        this.heads = heads;
    }

    /**
     * A pre-norm block of one norm, with biases, GELU, a hidden layer of 4 D, heads of D / H, no dropout, and PyTorch's
     * default initialisers.
     *
     * @param width D, elements of a row
     * @param heads H
     */
    public static BlockConfig of(int width, int heads) {
        if (width < 1 || heads < 1) {
            throw new IllegalArgumentException(
                    "block: " + heads + " heads, rows of " + width + "; both must be 1 or more");
        }
        BlockConfig config = new BlockConfig(width, heads);
        config.headWidth = width % heads == 0 ? width / heads : 0;
        config.hidden = Math.multiplyExact(4, width);
        return config;
    }

    private BlockConfig copy() {
        BlockConfig copy = new BlockConfig(width, heads);
        copy.headWidth = headWidth;
        copy.hidden = hidden;
        copy.postNorm = postNorm;
        copy.normForEachInput = normForEachInput;
        copy.inputBiases = inputBiases;
        copy.eps = eps;
        copy.activation = activation;
        copy.dropout = dropout;
        copy.hiddenDropout = hiddenDropout;
        copy.attentionDropout = attentionDropout;
        copy.weights = weights;
        copy.biases = biases;
        copy.names = names;
        copy.rotaryBase = rotaryBase;
        return copy;
    }

    // ------------------------------------------------------------------ choices

    /** E, the width of a head; H E need not be D. */
    public BlockConfig headWidth(int e) {
        if (e < 1) {
            throw new IllegalArgumentException("block: heads of width " + e + "; 1 or more is needed");
        }
        BlockConfig copy = copy();
        copy.headWidth = e;
        return copy;
    }

    /** The width of the feed-forward half's hidden layer. */
    public BlockConfig hidden(int elements) {
        if (elements < 1) {
            throw new IllegalArgumentException("block: a hidden layer of " + elements + "; 1 or more is needed");
        }
        BlockConfig copy = copy();
        copy.hidden = elements;
        return copy;
    }

    /** Norms after each sum, as in Vaswani et al. and BERT, instead of norms before each half. */
    public BlockConfig postNorm() {
        BlockConfig copy = copy();
        copy.postNorm = true;
        return copy;
    }

    /** Separate norms for queries, keys and values, instead of one for all three. For pre-norm blocks. */
    public BlockConfig normForEachInput() {
        BlockConfig copy = copy();
        copy.normForEachInput = true;
        return copy;
    }

    /** No biases of queries, keys and values. */
    public BlockConfig withoutInputBiases() {
        BlockConfig copy = copy();
        copy.inputBiases = false;
        return copy;
    }

    /** The number that is added to the variance in the norms. */
    public BlockConfig eps(float added) {
        BlockConfig copy = copy();
        copy.eps = added;
        return copy;
    }

    /** The function between the two layers of the feed-forward half, such as {@code Ops::relu}. */
    public BlockConfig activation(UnaryOperator<Tensor> function) {
        Checks.given("BlockConfig.activation", "function", function);
        BlockConfig copy = copy();
        copy.activation = function;
        return copy;
    }

    /** The probability of dropping an element of the output that each half adds to its input. */
    public BlockConfig dropout(float p) {
        BlockConfig copy = copy();
        copy.dropout = p;
        return copy;
    }

    /** The probability of dropping an element of the hidden layer. */
    public BlockConfig hiddenDropout(float p) {
        BlockConfig copy = copy();
        copy.hiddenDropout = p;
        return copy;
    }

    /** The probability of dropping an attention weight. */
    public BlockConfig attentionDropout(float p) {
        BlockConfig copy = copy();
        copy.attentionDropout = p;
        return copy;
    }

    /** The same initialisers for all weights and for all biases. */
    public BlockConfig initialisers(Initialiser ofWeights, Initialiser ofBiases) {
        Checks.given("BlockConfig.initialisers", "ofWeights", ofWeights);
        Checks.given("BlockConfig.initialisers", "ofBiases", ofBiases);
        BlockConfig copy = copy();
        copy.weights = in -> ofWeights;
        copy.biases = in -> ofBiases;
        return copy;
    }

    /** The names of the parameters. */
    public BlockConfig names(BlockNames others) {
        Checks.given("BlockConfig.names", "others", others);
        BlockConfig copy = copy();
        copy.names = others;
        return copy;
    }

    /**
     * Rotary positions (Su et al., "RoFormer", 2021) in queries and keys. A score then depends on the distance of two
     * rows. E must be even. The usual base is 10,000.
     */
    public BlockConfig rotary(double base) {
        if (!(base > 1) || headWidth() % 2 != 0) {
            throw new IllegalArgumentException("block: rotary positions of base " + base + " in heads of " + headWidth()
                    + "; a base above 1 and an even width are needed");
        }
        BlockConfig copy = copy();
        copy.rotaryBase = base;
        return copy;
    }

    // ------------------------------------------------------------------ what was chosen

    /** D. */
    public int width() {
        return width;
    }

    /** H. */
    public int heads() {
        return heads;
    }

    /**
     * E.
     *
     * @throws IllegalArgumentException if it was not given and H does not divide D
     */
    public int headWidth() {
        if (headWidth == 0) {
            throw new IllegalArgumentException("block: " + heads + " heads do not divide the width " + width
                    + "; choose another number, or call headWidth(e)");
        }
        return headWidth;
    }

    /** H E, the width of all heads together. */
    public int inner() {
        return Math.multiplyExact(heads, headWidth());
    }

    /** The width of the feed-forward half's hidden layer. */
    public int hidden() {
        return hidden;
    }

    boolean isPostNorm() {
        return postNorm;
    }

    boolean hasNormForEachInput() {
        return normForEachInput;
    }

    boolean inputBiases() {
        return inputBiases;
    }

    float attentionDropout() {
        return attentionDropout;
    }

    float hiddenDropout() {
        return hiddenDropout;
    }

    float dropout() {
        return dropout;
    }

    UnaryOperator<Tensor> activation() {
        return activation;
    }

    /** 0 for none. */
    double rotaryBase() {
        return rotaryBase;
    }

    BlockNames names() {
        return names;
    }

    LayerNorm norm() {
        return new LayerNorm(width, eps);
    }

    Linear linear(int in, int out) {
        return new Linear(in, out, weights(in), biases(in));
    }

    Initialiser weights(int in) {
        return weights.apply(in);
    }

    Initialiser biases(int in) {
        return biases.apply(in);
    }
}
