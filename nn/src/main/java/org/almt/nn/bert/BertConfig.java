package org.almt.nn.bert;

import org.almt.nn.Initialiser;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.BlockNames;

/**
 * The sizes of a BERT encoder.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param vocabulary number of token ids
 * @param hidden D, width of a hidden state
 * @param layers number of layers
 * @param heads attention heads, which divide D
 * @param intermediate inner width of the feed-forward layers
 * @param positions the most tokens of a sample
 * @param types number of segment ids
 * @param eps added to the variance in layer norms
 * @param dropout probability of dropping an element of a hidden state, and an attention weight, in training
 */
public record BertConfig(
        int vocabulary, int hidden, int layers, int heads, int intermediate, int positions, int types, float eps,
        float dropout) {
    /** The published models' eps. */
    public static final float EPS = 1e-12f;

    /** The published models' dropout. */
    public static final float DROPOUT = 0.1f;

    /** Tokens of a sample in the published models. */
    public static final int POSITIONS = 512;

    /** Token ids of the English uncased models. */
    public static final int ENGLISH = 30_522;

    /** Checks the sizes. */
    public BertConfig {
        if (vocabulary < 1 || hidden < 1 || layers < 0 || heads < 1 || intermediate < 1 || positions < 1 || types < 1) {
            throw new IllegalArgumentException("bert: vocabulary " + vocabulary + ", hidden " + hidden + ", layers "
                    + layers + ", heads " + heads + ", intermediate " + intermediate + ", positions " + positions
                    + ", types " + types + "; all must be 1 or more (layers 0)");
        }
        if (hidden % heads != 0) {
            throw new IllegalArgumentException(
                    "bert: " + heads + " heads do not divide the hidden width " + hidden);
        }
        if (!(eps > 0) || !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("bert: eps " + eps + ", dropout " + dropout
                    + "; eps must be above 0, dropout a probability below 1");
        }
    }

    /** The form of the published models: 4 D intermediate elements, 512 positions, 2 types. */
    public BertConfig(int vocabulary, int hidden, int layers, int heads) {
        this(vocabulary, hidden, layers, heads, 4 * hidden, POSITIONS, 2, EPS, DROPOUT);
    }

    /** 12 layers of 768: the base model of Devlin et al., uncased English. */
    public static BertConfig base() {
        return new BertConfig(ENGLISH, 768, 12, 12);
    }

    /** 4 layers of 512: small in Turc et al., "Well-read students learn better" (2019). */
    public static BertConfig small() {
        return new BertConfig(ENGLISH, 512, 4, 8);
    }

    /** 4 layers of 256: mini, from the same paper. */
    public static BertConfig mini() {
        return new BertConfig(ENGLISH, 256, 4, 4);
    }

    /** The form of its Transformer blocks: post-norm, with biases in all linear layers. */
    BlockConfig block() {
        return BlockConfig.of(hidden, heads).hidden(intermediate).postNorm().eps(eps).dropout(dropout)
                .attentionDropout(dropout).initialisers(BertModel.initialiser(), Initialiser.zeros())
                .names(BlockNames.BERT);
    }

    /** The same sizes with another dropout. */
    public BertConfig withDropout(float p) {
        return new BertConfig(vocabulary, hidden, layers, heads, intermediate, positions, types, eps, p);
    }
}
