package org.almt.nn.text;

/**
 * How text becomes words and words become pieces, as BERT's {@code tokenizer.json} says it.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param cleanText whether control characters are removed
 * @param splitChinese whether every Chinese character is a word of its own
 * @param stripAccents whether accents are taken off, as in {@code é} to {@code e}
 * @param lowercase whether letters are lower-cased
 * @param maxWordLength the longest word, in Unicode characters after clean-up, that is split into pieces; longer ones
 *     are unknown
 * @param specialTokens which special tokens of a text are tokens
 */
public record TokenizerSettings(boolean cleanText, boolean splitChinese, boolean stripAccents, boolean lowercase,
        int maxWordLength, SpecialTokens specialTokens) {
    /** What a special token is that is written in a text. */
    public enum SpecialTokens {
        /** BERT's own five, such as {@code [SEP]}, are text; special tokens that were added are tokens. */
        ADDED,
        /** All are text. */
        NONE,
        /** All are tokens, as in Hugging Face's tokenizers if nothing else is said. */
        ALL
    }

    /** BERT's limit on the length of a word. */
    public static final int MAX_WORD_LENGTH = 100;

    /** The settings of the models called uncased. */
    public static final TokenizerSettings UNCASED = new TokenizerSettings(true, true, true, true, MAX_WORD_LENGTH);

    /** The settings of the models called cased, and of many Chinese ones. */
    public static final TokenizerSettings CASED = new TokenizerSettings(true, true, false, false, MAX_WORD_LENGTH);

    /** Settings under which BERT's own special tokens are text. */
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
