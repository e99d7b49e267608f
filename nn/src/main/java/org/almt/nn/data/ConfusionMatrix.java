package org.almt.nn.data;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;

/**
 * How often each class was predicted as each class. Rows are the true classes, columns the predicted ones.
 *
 * <p>The figures of class c, with the counts n[true][predicted]:
 *
 * <pre>
 * accuracy  = sum n[c][c] / sum n
 * precision = n[c][c] / sum over t of n[t][c]      recall = n[c][c] / sum over p of n[c][p]
 * F1        = 2 precision recall / (precision + recall)
 * </pre>
 *
 * <p>A quotient of 0 by 0 counts as 0.
 *
 * <p>Threads: one at a time.
 */
public final class ConfusionMatrix {
    private final int classes;
    private final long[][] counts;

    /** All 0. */
    public ConfusionMatrix(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("confusion: " + classes + " classes; 1 or more is needed");
        }
        this.classes = classes;
        counts = new long[classes][classes];
    }

    /** Counts one example. */
    public void add(int truth, int predicted) {
        if (truth < 0 || truth >= classes || predicted < 0 || predicted >= classes) {
            throw new IllegalArgumentException(
                    "confusion: class " + truth + " taken for " + predicted + "; classes are 0 to "
                            + (classes - 1));
        }
        counts[truth][predicted]++;
    }

    /**
     * Counts rows of scores [R, classes]. The largest score is the prediction. Rows with a negative class are skipped.
     *
     * @throws IllegalArgumentException if a row that is not skipped holds NaN, so that no score is the largest, or if a
     *     shape or class does not fit
     */
    public void add(Tensor scores, Indices truth) {
        Checks.given("ConfusionMatrix.add", "scores", scores);
        Checks.given("ConfusionMatrix.add", "truth", truth);
        if (scores.shape().rank() != 2 || scores.shape().size(1) != classes
                || scores.shape().size(0) != truth.length()) {
            throw new IllegalArgumentException("confusion: scores " + scores.shape() + " for " + truth.length()
                    + " examples of " + classes + " classes; a row for each and a column for each is needed");
        }
        for (int r = 0; r < truth.length(); r++) {
            if (truth.get(r) >= 0) {
                add(truth.get(r), largest(scores, r));
            }
        }
    }

    private int largest(Tensor scores, int row) {
        int best = 0;
        for (int c = 0; c < classes; c++) {
            if (Float.isNaN(scores.get(row, c))) {
                throw new IllegalArgumentException("confusion: the score of class " + c + " in row " + row
                        + " is NaN; look for parameters that were never initialised, a learning rate that is too large,"
                        + " or input that is not finite");
            }
            best = scores.get(row, c) > scores.get(row, best) ? c : best;
        }
        return best;
    }

    /** How often one class was predicted as another. */
    public long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /** Number of examples. */
    public long total() {
        long total = 0;
        for (int c = 0; c < classes; c++) {
            total += row(c);
        }
        return total;
    }

    /** The fraction of examples whose prediction is right. */
    public double accuracy() {
        long right = 0;
        for (int c = 0; c < classes; c++) {
            right += counts[c][c];
        }
        return ratio(right, total());
    }

    /** The fraction of the predictions of a class that are right. */
    public double precision(int c) {
        long all = 0;
        for (int truth = 0; truth < classes; truth++) {
            all += counts[truth][c];
        }
        return ratio(counts[c][c], all);
    }

    /** The fraction of the examples of a class that are predicted as it. */
    public double recall(int c) {
        return ratio(counts[c][c], row(c));
    }

    /** The harmonic mean of precision and recall. */
    public double f1(int c) {
        double sum = precision(c) + recall(c);
        return sum == 0 ? 0 : 2 * precision(c) * recall(c) / sum;
    }

    /** The mean F1 of all classes. */
    public double macroF1() {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += f1(c);
        }
        return sum / classes;
    }

    private long row(int c) {
        long sum = 0;
        for (long count : counts[c]) {
            sum += count;
        }
        return sum;
    }

    private static double ratio(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    /** A line for each true class, a column for each predicted one. */
    @Override
    public String toString() {
        int width = Math.max(4, Long.toString(total()).length() + 1);
        StringBuilder text = new StringBuilder("true");
        for (int c = 0; c < classes; c++) {
            text.append(String.format("%" + width + "d", c));
        }
        for (int truth = 0; truth < classes; truth++) {
            text.append(String.format("%n%4d", truth));
            for (int c = 0; c < classes; c++) {
                text.append(String.format("%" + width + "d", counts[truth][c]));
            }
        }
        return text.toString();
    }
}
