package org.almt.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The features that ALMT reads at the positions after the end of a sentence.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum TextPadding {
    /** BERT's hidden states at padding positions, as in the reference. */
    FAITHFUL,
    /** Zeros, as in the released feature files. BERT computes real tokens only. */
    MASKED;

    /** The padding with a name. */
    public static TextPadding of(String label) {
        return Arrays.stream(values()).filter(padding -> padding.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("padding: there is no '" + label + "'; known are "
                        + Arrays.stream(values()).map(TextPadding::label).collect(Collectors.joining(", "))));
    }

    /** The name on the command line and in {@code config.json}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
