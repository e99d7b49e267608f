package org.almt.metrics;

/**
 * Texts that spreadsheets show as they are. A spreadsheet takes a cell of a table for a formula where it begins with
 * {@code =}, {@code +}, {@code -} or {@code @}, and computes it when the table is opened. With {@code '} before it, the
 * cell is a text. Source: "CSV injection", OWASP Foundation.
 *
 * <p>Threads: safe for many at once.
 */
public final class SpreadsheetCells {
    /** The second four are those of East Asian keyboards, in full width. */
    private static final String BEGINNINGS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private SpreadsheetCells() {}

    /** The text, with {@code '} before it where it begins as a formula does, after spaces and control characters. */
    public static String safe(String text) {
        int at = 0;
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || Character.isISOControl(text.charAt(at))
                || Character.isSpaceChar(text.charAt(at)))) {
            at++;
        }
        return at < text.length() && BEGINNINGS.indexOf(text.charAt(at)) >= 0 ? "'" + text : text;
    }
}
