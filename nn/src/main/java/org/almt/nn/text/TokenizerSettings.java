package org.almt.nn.text;

/**
 * How text is split into words and words into pieces, with the settings of BERT's {@code tokenizer.json}.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param cleanText whether control characters are removed
 * @param splitChinese whether every Chinese character is a separate word
 * @param stripAccents whether accents are stripped, as in {@code é} to {@code e}
 * @param lowercase whether letters are lower-cased
 * @param maxWordLength the longest word, in Unicode characters after clean-up, that is split into pieces; longer words
 *     are unknown
 * @param specialTokens which special tokens in a text are read as tokens
 */
public record TokenizerSettings(boolean cleanText, boolean splitChinese, boolean stripAccents, boolean lowercase,
        int maxWordLength, SpecialTokens specialTokens) {
    /** How a special token that is written in a text is read. */
    public enum SpecialTokens {
        /** BERT's own five, such as {@code [SEP]}, are text. Special tokens that were added are tokens. */
        ADDED,
        /** All are text. */
        NONE,
        /** All are tokens, which is the default of Hugging Face's tokenizers. */
        ALL
    }

    /** BERT's limit on the length of a word. */
    public static final int MAX_WORD_LENGTH = 100;

    /** The settings of the models called uncased. */
    public static final TokenizerSettings UNCASED = new TokenizerSettings(true, true, true, true, MAX_WORD_LENGTH);

    /** The settings of the models called cased, and of many Chinese ones. */
    public static final TokenizerSettings CASED = new TokenizerSettings(true, true, false, false, MAX_WORD_LENGTH);

    /** Settings in which BERT's own special tokens are text. */
    public TokenizerSettings(boolean cleanText, boolean splitChinese, boolean stripAccents, boolean lowercase,
            int maxWordLength) {
        this(cleanText, splitChinese, stripAccents, lowercase, maxWordLength, SpecialTokens.ADDED);
    }

    /** The same with another rule for special tokens. */
    public TokenizerSettings with(SpecialTokens special) {
        return new TokenizerSettings(cleanText, splitChinese, stripAccents, lowercase, maxWordLength, special);
    }

    /** Checks the limit. */
    public TokenizerSettings {
        if (maxWordLength < 1) {
            throw new IllegalArgumentException(
                    "tokenizer: a word of at most " + maxWordLength + " characters, expected at least 1");
        }
    }
}
