package org.almt.learn.exercise;

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
        throw new UnsupportedOperationException("exercise 7: the table is yours to write");
    }
}
