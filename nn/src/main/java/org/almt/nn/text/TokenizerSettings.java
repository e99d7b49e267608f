package org.almt.nn.text;

/**
 * How text becomes words and words become pieces, as BERT's {@code tokenizer.json} says it.
 *
 * @param cleanText whether control characters are removed
 * @param splitChinese whether every Chinese character is a word of its own
 * @param stripAccents whether accents are taken off, as in {@code é} to {@code e}
 * @param lowercase whether letters are lower-cased
 * @param maxWordLength the longest word, in Unicode characters after clean-up, that is split into pieces; longer ones
 *     are unknown
 */
public record TokenizerSettings(boolean cleanText, boolean splitChinese, boolean stripAccents, boolean lowercase,
        int maxWordLength) {
    /** BERT's limit on the length of a word. */
    public static final int MAX_WORD_LENGTH = 100;

    /** The settings of the models called uncased. */
    public static final TokenizerSettings UNCASED = new TokenizerSettings(true, true, true, true, MAX_WORD_LENGTH);

    /** The settings of the models called cased, and of many Chinese ones. */
    public static final TokenizerSettings CASED = new TokenizerSettings(true, true, false, false, MAX_WORD_LENGTH);

    /** Checks the limit. */
    public TokenizerSettings {
        if (maxWordLength < 1) {
            throw new IllegalArgumentException(
                    "tokenizer: a word of at most " + maxWordLength + " characters, expected at least 1");
        }
    }
}
