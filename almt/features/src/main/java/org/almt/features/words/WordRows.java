package org.almt.features.words;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;

/** The rows of a sequence of features that is aligned to words. */
public enum WordRows {
    /** One row per word: the mean of the frames that begin during the word. */
    WORDS("words"),
    /**
     * One row per token of a language model, as in MMSA-FET's aligned features. Each piece of a word has the row of its
     * word. The marks at both ends have zeros.
     */
    TOKENS("tokens"),
    /**
     * One row per word as in the CMU Multimodal SDK: the mean of the frames that overlap the word. A short sentence is
     * padded with zeros in front. Of a long sentence, the end is kept.
     */
    CMU_SDK("cmu-sdk");

    private final String key;

    WordRows(String key) {
        this.key = key;
    }

    /** The name on the command line. */
    public String key() {
        return key;
    }

    /** The rule with a name. */
    public static WordRows of(String name) throws FeatureException {
        for (WordRows rule : values()) {
            if (rule.key.equals(name)) {
                return rule;
            }
        }
        throw new FeatureException("there is no alignment '" + name + "'; expected "
                + String.join(", ", Arrays.stream(values()).map(WordRows::key).toList()));
    }

    /** Whether a short sequence is padded with zeros in front, and the end of a long one is kept. */
    public boolean padsLeft() {
        return this == CMU_SDK;
    }

    /** The number of rows of zeros at each end that belong to no word. */
    public int marks() {
        return this == TOKENS ? 1 : 0;
    }

    /**
     * Averages a table over words.
     *
     * @param pieces the number of tokens that a language model makes of a word; only {@link #TOKENS} reads it
     */
    public WordAlignment align(FeatureTable table, List<TimedWord> words, ToIntFunction<String> pieces) {
        return switch (this) {
            case WORDS -> WordAlignment.byFrameTimes(table, words);
            case CMU_SDK -> WordAlignment.byOverlap(table, words);
            case TOKENS -> WordAlignment.byFrameTimes(table, words).ofPieces(pieces);
        };
    }
}
