package org.almt.features.words;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;

/** Which rows a sequence of features has if it is aligned to words. */
public enum WordRows {
    /** One row per word: the mean of the frames that begin while it is said. */
    WORDS("words"),
    /**
     * One row per token of a language model, as MMSA-FET's aligned features: each piece of a word has the row of its
     * word, and zeros stand for the marks at both ends.
     */
    TOKENS("tokens"),
    /**
     * One row per word as in the CMU Multimodal SDK: the mean of the frames that overlap the word. Zeros stand in
     * front of a sentence that is short, and of one that is long the end is kept.
     */
    CMU_SDK("cmu-sdk");

    private final String key;

    WordRows(String key) {
        this.key = key;
    }

    /** The name that people type. */
    public String key() {
        return key;
    }

    /** The rule of a name. */
    public static WordRows of(String name) throws FeatureException {
        for (WordRows rule : values()) {
            if (rule.key.equals(name)) {
                return rule;
            }
        }
        throw new FeatureException("there is no alignment '" + name + "'; expected "
                + String.join(", ", Arrays.stream(values()).map(WordRows::key).toList()));
    }

    /** Whether zeros fill a sequence up in front of its rows, and its end is kept if it is too long. */
    public boolean padsLeft() {
        return this == CMU_SDK;
    }

    /** Rows at each end that stand for no word, and are zeros. */
    public int marks() {
        return this == TOKENS ? 1 : 0;
    }

    /**
     * Averages a table over words.
     *
     * @param pieces how many tokens a language model makes of a word; read by {@link #TOKENS} alone
     */
    public WordAlignment align(FeatureTable table, List<TimedWord> words, ToIntFunction<String> pieces) {
        return switch (this) {
            case WORDS -> WordAlignment.byFrameTimes(table, words);
            case CMU_SDK -> WordAlignment.byOverlap(table, words);
            case TOKENS -> WordAlignment.byFrameTimes(table, words).ofPieces(pieces);
        };
    }
}
