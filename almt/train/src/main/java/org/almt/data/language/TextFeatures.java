package org.almt.data.language;

/** The text features of a split. Safe for many threads. */
interface TextFeatures {
    /** Copies positions {@code from} to {@code from + count - 1} of a text. Positions after its rows are zeros. */
    void copy(int text, int from, int count, float[] target, int at);
}
