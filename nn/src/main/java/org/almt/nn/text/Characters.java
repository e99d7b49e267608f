package org.almt.nn.text;

/** BERT's kinds of characters, by Unicode code point. */
final class Characters {
    private Characters() {}

    /** A character that clean-up removes. Characters that Unicode has not assigned stay. */
    static boolean isRemoved(int c) {
        return (c < ' ' || c > '~') && Categories.REMOVED.has(c);
    }

    /** Unicode's property White_Space. */
    static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** A character that is a separate word: all signs of ASCII, including symbols such as {@code $}, and category P. */
    static boolean isPunctuation(int c) {
        if (c < 128) {
            return c >= 33 && c <= 47 || c >= 58 && c <= 64 || c >= 91 && c <= 96 || c >= 123 && c <= 126;
        }
        return Categories.PUNCTUATION.has(c);
    }

    /**
     * CJK ideographs, in the blocks that BERT lists. Kana and hangul are treated like alphabets. One block starts at
     * 0x2b920, as in Hugging Face's tokenizers. BERT's first code has 0x2b820.
     */
    static boolean isChinese(int c) {
        return c >= 0x3400 && (c >= 0x4e00 && c <= 0x9fff || c <= 0x4dbf || c >= 0x20000 && c <= 0x2a6df
                || c >= 0x2a700 && c <= 0x2b73f || c >= 0x2b740 && c <= 0x2b81f || c >= 0x2b920 && c <= 0x2ceaf
                || c >= 0xf900 && c <= 0xfaff || c >= 0x2f800 && c <= 0x2fa1f);
    }

    /**
     * A letter, digit or similar character: those that {@code \\w} matches in regular expressions (Unicode TR 18, annex
     * C).
     */
    static boolean isWord(int c) {
        return Character.isAlphabetic(c) || c == 0x200c || c == 0x200d || switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER, Character.CONNECTOR_PUNCTUATION ->
                true;
            default -> false;
        };
    }

    /** An accent on the letter before it. */
    static boolean isAccent(int c) {
        return Categories.ACCENTS.has(c);
    }
}
