package org.almt.io;

/** Makes strings from files safe for messages and terminals. */
public final class PrintableText {
    private static final int LONGEST = 80;

    private PrintableText() {}

    /**
     * The string without control characters, cut if it is long. Null stands for a string that was too long to be
     * stored.
     */
    public static String text(String text) {
        if (text == null) {
            return "(very long)";
        }
        String head = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        StringBuilder clean = new StringBuilder(head.length());
        head.codePoints().map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
