package org.almt.learn.exercise;

/**
 * Exercise 3: the backward pass of a broadcast sum z = x + y. Sums run upwards, in float: first the first row or
 * column, then the second, and so on.
 */
final class E03Broadcasting {
    private E03Broadcasting() {}

    /** The gradient of a row [columns] that was added to each row of [rows, columns]. */
    static float[] ofRow(float[] dz, int rows, int columns) {
        throw new UnsupportedOperationException("exercise 3: the gradient of the row is yours to write");
    }

    /** The gradient of a column [rows, 1] that was added to each column of [rows, columns]. */
    static float[] ofColumn(float[] dz, int rows, int columns) {
        throw new UnsupportedOperationException("exercise 3: the gradient of the column is yours to write");
    }
}
