package org.almt.data;

/** Strings from files, made fit for messages and terminals. */
final class Printable {
    private static final int LONGEST = 80;

    private Printable() {}

    /** The string without control characters, cut where it is long. */
    static String text(String text) {
        String head = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        StringBuilder clean = new StringBuilder(head.length());
        head.codePoints().map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
