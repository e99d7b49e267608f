package org.almt.learn.exercise;

import java.util.Arrays;

/**
 * Exercise 7: the probabilities of a bigram model.
 */
final class E07Bigrams {
    private E07Bigrams() {}

    /**
     * From a text of ids in [0, size): the table [size, size] whose row i has the probability of each letter after
     * i. One is added to each count. Divide a count by the sum of its row, both in float.
     */
    static float[] probabilities(int[] text, int size) {
        float[] table = new float[size * size];
        Arrays.fill(table, 1);
        for (int i = 1; i < text.length; i++) {
            table[text[i - 1] * size + text[i]]++;
        }
        for (int row = 0; row < size; row++) {
            float sum = 0;
            for (int j = 0; j < size; j++) {
                sum += table[row * size + j];
            }
            for (int j = 0; j < size; j++) {
                table[row * size + j] /= sum;
            }
        }
        return table;
    }
}
