package org.almt.model.variant;

import java.util.Locale;

/**
 * Which side of the fusion Transformer asks; the other gives keys and values (paper, Table 5: "Q = hyper, KV =
 * language" against the full model's "Q = language, KV = hyper", which are roles in the fusion Transformer, since the
 * layers of AHL have neither).
 */
public enum FusionQuery {
    /** The paper's choice. */
    LANGUAGE,
    /**
     * Table 5's other. With {@link FusionReads#TOKEN}, as the reference reads, the prediction then depends on language
     * alone: the token's row sees keys and values only, and audio and vision are in the other rows. {@link
     * FusionReads#ALL} lets both sides reach the head.
     */
    HYPER;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
