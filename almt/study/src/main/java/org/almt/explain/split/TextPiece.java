package org.almt.explain.split;

import java.util.Arrays;

/**
 * A piece of a sample's text, with its rows of text features.
 *
 * @param text the text to show
 *
 * @param kind the kind of piece
 *
 * @param rows the positions in the text features; none for text between words
 */
public record TextPiece(String text, Kind kind, int... rows) {
    /** The kind of a piece. */
    public enum Kind {
        /** A word, with all its word pieces. */
        WORD,
        /** A special token that the language model puts around a text. */
        MARK,
        /** Text between words, and text that was cut off. */
        BETWEEN,
        /** A position whose word is unknown. */
        POSITION
    }

    /** The sum of the scores of its rows. */
    public double sum(double... scores) {
        return Arrays.stream(rows).mapToDouble(row -> scores[row]).sum();
    }
}
