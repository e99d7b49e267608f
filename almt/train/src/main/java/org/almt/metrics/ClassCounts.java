package org.almt.metrics;

/**
 * Counts over classes 0 .. n-1, from which accuracy and F1 follow. A prediction may belong to no class, {@link
 * #NO_CLASS}; it is then right for none and missed by its true one.
 */
final class ClassCounts {
    /** The class of a value that falls in none, such as NaN. */
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

    /** Share of samples whose class was predicted; NaN without samples. */
    double accuracy() {
        return (double) hits / samples;
    }

    /** Mean of the classes' F1, weighted by how often each is true; NaN without samples. */
    double weightedF1() {
        return samples == 0 ? Double.NaN : weightedF1(actual);
    }

    /** The same with weights from how often each is predicted: what swapping the arguments comes to. */
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
