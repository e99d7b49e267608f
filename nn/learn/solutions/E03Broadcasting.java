package org.almt.learn.exercise;

/**
 * Exercise 3: the backward pass of a broadcast sum z = x + y. Sums run upwards, in float: first the first row or
 * column, then the second, and so on.
 */
final class E03Broadcasting {
    private E03Broadcasting() {}

    /** The gradient of a row [columns] that was added to each row of [rows, columns]. */
    static float[] ofRow(float[] dz, int rows, int columns) {
        float[] sums = new float[columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                sums[c] += dz[r * columns + c];
            }
        }
        return sums;
    }

    /** The gradient of a column [rows, 1] that was added to each column of [rows, columns]. */
    static float[] ofColumn(float[] dz, int rows, int columns) {
        float[] sums = new float[rows];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                sums[r] += dz[r * columns + c];
            }
        }
        return sums;
    }
}
