package org.almt.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What training does to BERT.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum LanguageMode {
    /** Nothing: its hidden states are computed once. */
    FROZEN,
    /** It learns with the rest. */
    FINETUNE;

    /** The mode of a name. */
    public static LanguageMode of(String label) {
        return Arrays.stream(values()).filter(mode -> mode.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bert mode: there is no '" + label + "'; known are "
                        + Arrays.stream(values()).map(LanguageMode::label).collect(Collectors.joining(", "))));
    }

    /** The name on the command line and in {@code config.json}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the positions behind a sentence hold, unless a person says otherwise: the reference fine-tunes. */
    public TextPadding usualPadding() {
        return this == FROZEN ? TextPadding.MASKED : TextPadding.FAITHFUL;
    }
}
