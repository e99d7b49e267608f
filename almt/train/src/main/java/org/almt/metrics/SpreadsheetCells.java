package org.almt.metrics;

/**
 * Makes texts safe for spreadsheets. A spreadsheet treats a cell that begins with {@code =}, {@code +}, {@code -} or
 * {@code @} as a formula, and executes it when the table is opened. With {@code '} before it, the cell is a text.
 * Source: "CSV injection", OWASP Foundation.
 *
 * <p>Threads: safe for many at once.
 */
public final class SpreadsheetCells {
    /** The characters that begin a formula. The last four are their full-width forms on East Asian keyboards. */
    private static final String BEGINNINGS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private SpreadsheetCells() {}

    /** The text, with {@code '} before it if it begins like a formula after spaces and control characters. */
    public static String safe(String text) {
        int at = 0;
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || Character.isISOControl(text.charAt(at))
                || Character.isSpaceChar(text.charAt(at)))) {
            at++;
        }
        return at < text.length() && BEGINNINGS.indexOf(text.charAt(at)) >= 0 ? "'" + text : text;
    }
}
