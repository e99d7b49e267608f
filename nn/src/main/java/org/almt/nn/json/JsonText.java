package org.almt.nn.json;

/** Text in the form of JSON, and text of a file in the form of messages. */
public final class JsonText {
    private static final String HEX = "0123456789ABCDEF";

    private JsonText() {}

    /**
     * A name from a file, made safe for a message: in single quotes, cut to {@code longest} UTF-16 units, and without
     * characters that could move a terminal's cursor or reorder the line.
     */
    public static String shown(String name, int longest) {
        StringBuilder out = new StringBuilder("'");
        int end = Math.min(name.length(), longest);
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

    /**
     * Appends a text in quotes. It escapes what JSON requires, and halves of surrogate pairs, so that any text can be
     * encoded.
     */
    public static void quote(CharSequence text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) {
                        out.append("\\u").append(HEX.charAt(c >> 12)).append(HEX.charAt(c >> 8 & 15))
                                .append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
