package org.almt.nn.checkpoint;

/** Names that a file chose: what is accepted, and how they are shown. */
final class Names {
    /** The longest accepted tensor or member name, in UTF-16 units; the reference's longest has 76. */
    static final int MAX_LENGTH = 1024;

    private static final int SHOWN = 120;

    private Names() {}

    /** What is wrong with a tensor's name, or null. */
    static String problem(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return "the name " + quote(name) + " has " + name.length() + " characters, expected 1 to " + MAX_LENGTH;
        }
        if (!isText(name) || name.chars().anyMatch(Character::isISOControl)) {
            return "the name " + quote(name) + " holds a control character or half a surrogate pair";
        }
        return null;
    }

    /** Whether UTF-8 can hold it: no half of a surrogate pair stands alone. */
    static boolean isText(String words) {
        // Pairs arrive as one code point each, so that what is left in the surrogates' range stands alone.
        return words.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** In quotes, cut to a readable length, with nothing that could move a terminal's cursor or reorder the line. */
    static String quote(String name) {
        StringBuilder out = new StringBuilder("'");
        int end = Math.min(name.length(), SHOWN);
        for (int i = 0; i < end; i++) {
            char c = name.charAt(i);
            int type = Character.getType(c);
            boolean hidden = type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
            if (hidden) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append(end < name.length() ? "…'" : "'").toString();
    }
}
