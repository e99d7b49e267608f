package org.almt.nn.text;

/** BERT's kinds of characters, by Unicode code point. */
final class Characters {
    private static final int REPLACEMENT = 0xfffd;

    private Characters() {}

    /** What clean-up removes: category C (control, format, private, unassigned, surrogates) but for white space. */
    static boolean isRemoved(int c) {
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        return c == REPLACEMENT || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE,
                    Character.UNASSIGNED ->
                true;
            default -> false;
        };
    }

    /** Unicode's property White_Space. */
    static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** What is a word of its own: all signs of ASCII, symbols such as {@code $} among them, and category P. */
    static boolean isPunctuation(int c) {
        if (c < 128) {
            return c >= 33 && c <= 47 || c >= 58 && c <= 64 || c >= 91 && c <= 96 || c >= 123 && c <= 126;
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION, Character.OTHER_PUNCTUATION ->
                true;
            default -> false;
        };
    }

    /** CJK ideographs, in the blocks that BERT lists; kana and hangul are spelt like alphabets. */
    static boolean isChinese(int c) {
        return c >= 0x3400 && (c >= 0x4e00 && c <= 0x9fff || c <= 0x4dbf || c >= 0x20000 && c <= 0x2a6df
                || c >= 0x2a700 && c <= 0x2b73f || c >= 0x2b740 && c <= 0x2b81f || c >= 0x2b820 && c <= 0x2ceaf
                || c >= 0xf900 && c <= 0xfaff || c >= 0x2f800 && c <= 0x2fa1f);
    }

    /** An accent that stands on the letter before it. */
    static boolean isAccent(int c) {
        return Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
