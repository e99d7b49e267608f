package org.almt.io;

/** Strings from files, made fit for messages and terminals. */
public final class PrintableText {
    private static final int LONGEST = 80;

    private PrintableText() {}

    /** The string without control characters, cut where it is long; null stands for one too long to be kept. */
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
