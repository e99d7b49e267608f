package org.almt.model.variant;

import java.util.ArrayList;
import java.util.List;

/**
 * The layers that share their parameters, instead of one layer for each depth or scale. This variant is in no table of
 * the paper. It saves parameters, not time.
 *
 * @param language one block for all scales of language
 * @param hyper one hyper-modality layer for all guided scales, and one for all unguided ones
 * @param fusion one block for the whole depth of the fusion Transformer
 */
public record Shared(boolean language, boolean hyper, boolean fusion) {
    static final Shared NONE = new Shared(false, false, false);
    private static final Shared ALL = new Shared(true, true, true);

    /** The name in configurations: {@code none}, {@code all}, or for example {@code language+hyper}. */
    public String label() {
        if (equals(NONE) || equals(ALL)) {
            return equals(NONE) ? "none" : "all";
        }
        List<String> parts = new ArrayList<>();
        if (language) {
            parts.add("language");
        }
        if (hyper) {
            parts.add("hyper");
        }
        if (fusion) {
            parts.add("fusion");
        }
        return String.join("+", parts);
    }

    /** All combinations. */
    static Shared[] every() {
        Shared[] every = new Shared[8];
        for (int bits = 0; bits < every.length; bits++) {
            every[bits] = new Shared((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
        }
        return every;
    }
}
