package org.almt.metrics;

/**
 * Counts over classes 0 .. n-1, from which accuracy and F1 follow. A prediction may have no class, {@link #NO_CLASS}.
 * It is then correct for no class, and a miss for its true class.
 */
final class ClassCounts {
    /** The class of a value without a class, such as NaN. */
    static final int NO_CLASS = -1;

    private final int[] right;
    private final int[] predicted;
    private final int[] actual;
    private int samples;
    private int hits;

    ClassCounts(int classes) {
        right = new int[classes];
        predicted = new int[classes];
        actual = new int[classes];
    }

    /** Counts one sample. */
    void add(int predictedClass, int trueClass) {
        samples++;
        if (predictedClass != NO_CLASS) {
            predicted[predictedClass]++;
        }
        if (trueClass != NO_CLASS) {
            actual[trueClass]++;
            if (predictedClass == trueClass) {
                right[trueClass]++;
                hits++;
            }
        }
    }

    /** The fraction of samples whose class was predicted; NaN without samples. */
    double accuracy() {
        return (double) hits / samples;
    }

    /** The mean of the classes' F1, weighted by the frequency of each class among the labels; NaN without samples. */
    double weightedF1() {
        return samples == 0 ? Double.NaN : weightedF1(actual);
    }

    /** The same with weights by the frequency among the predictions. This is the result of exchanging the arguments. */
    double swappedF1() {
        return samples == 0 ? Double.NaN : weightedF1(predicted);
    }

    /** Σ w_c F1_c / Σ w_c with F1 = 2 TP / (2 TP + FP + FN), 0 where undefined. */
    private double weightedF1(int[] weights) {
        double sum = 0;
        long total = 0;
        for (int c = 0; c < right.length; c++) {
            // 2 TP + FP + FN = predicted + actual
            int either = predicted[c] + actual[c];
            if (either > 0) {
                sum += weights[c] * (2.0 * right[c] / either);
            }
            total += weights[c];
        }
        return total == 0 ? 0 : sum / total;
    }
}
