package org.almt.model.variant;

import java.util.Locale;

/**
 * The side of the fusion Transformer that gives the queries; the other side gives keys and values. Table 5 of the paper
 * compares "Q = hyper, KV = language" with the full model's "Q = language, KV = hyper". These are roles in the fusion
 * Transformer, because the layers of AHL have neither of them.
 */
public enum FusionQuery {
    /** The paper's choice. */
    LANGUAGE,
    /**
     * The alternative of Table 5. With {@link FusionReads#TOKEN}, as in the reference, the prediction then depends on
     * language alone: the token's row reads only keys and values, and audio and vision are in the other rows. With
     * {@link FusionReads#ALL} both sides reach the head.
     */
    HYPER;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
