package org.almt.explain.split;

import java.util.Arrays;

/**
 * A stretch of a sample's text, and the rows of text features that stand for it.
 *
 * @param text what to show
 * @param kind what it is
 * @param rows positions in the text features; none for what stands between words
 */
public record TextPiece(String text, Kind kind, int... rows) {
    /** What a piece is. */
    public enum Kind {
        /** A word, all its word pieces together. */
        WORD,
        /** A mark that the language model puts around a text. */
        MARK,
        /** What stands between words, and what was cut off. */
        BETWEEN,
        /** A position whose word is not known. */
        POSITION
    }

    /** The sum of the scores of its rows. */
    public double sum(double... scores) {
        return Arrays.stream(rows).mapToDouble(row -> scores[row]).sum();
    }
}
