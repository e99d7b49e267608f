package org.almt.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whether training changes BERT.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum LanguageMode {
    /** BERT is not trained: its hidden states are computed once. */
    FROZEN,
    /** BERT is trained with the model. */
    FINETUNE;

    /** The mode with a name. */
    public static LanguageMode of(String label) {
        return Arrays.stream(values()).filter(mode -> mode.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bert mode: there is no '" + label + "'; known are "
                        + Arrays.stream(values()).map(LanguageMode::label).collect(Collectors.joining(", "))));
    }

    /** The name on the command line and in {@code config.json}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The default for the positions after a sentence. The reference, which fine-tunes, has hidden states there. */
    public TextPadding usualPadding() {
        return this == FROZEN ? TextPadding.MASKED : TextPadding.FAITHFUL;
    }
}
