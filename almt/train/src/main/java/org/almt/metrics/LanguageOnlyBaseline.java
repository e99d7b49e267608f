package org.almt.metrics;

import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.input.FeatureShape;

/**
 * Ridge regression on the mean text vector: a linear model of words alone, without their order.
 *
 * <p>Features are averaged over the words (positions that are not all zeros, unlike padding), or over all positions,
 * where longer sentences get more weight. The form with the lower validation error is used: a baseline must not be
 * weak. Features are standardised by the training split. The weights minimise (1/n) Σ (y - w·x - b)² + λ |w|². Of the λ
 * 10⁻⁴, 10⁻³, …, 1, the one with the lowest validation error is used. With X of n samples by d features, the solution
 * is either side of
 *
 * <pre>
 * w = (XᵀX/n + λI)⁻¹ Xᵀ (y - b)/n = Xᵀ (XXᵀ/n + λI)⁻¹ (y - b)/n
 * </pre>
 *
 * and the smaller system is solved, d by d or n by n.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class LanguageOnlyBaseline implements Baseline {
    /** Its name in reports. */
    public static final String DESCRIPTION = "language only (ridge on mean text)";

    private static final int STRENGTHS = 5;
    private static final double WEAKEST = 1e-4;

    private final FeatureShape shape;
    private final boolean overWords;
    private final double[] mean;
    private final double[] scale;
    private final double intercept;
    private double[] weights = {};

    private LanguageOnlyBaseline(
            FeatureShape shape, boolean overWords, double[] mean, double[] scale, double intercept) {
        this.shape = shape;
        this.overWords = overWords;
        this.mean = mean;
        this.scale = scale;
        this.intercept = intercept;
    }

    /** Fits the weights on the training split. λ and the form of the average are selected on the validation split. */
    public static LanguageOnlyBaseline fit(DataSet data) {
        Split valid = data.split(SplitName.VALID);
        LanguageOnlyBaseline words = fit(data, true);
        LanguageOnlyBaseline positions = fit(data, false);
        return positions.mae(valid) < words.mae(valid) ? positions : words;
    }

    /** Fits with averages over the words alone, or over all positions. */
    static LanguageOnlyBaseline fit(DataSet data, boolean overWords) {
        Split train = data.split(SplitName.TRAIN);
        Split valid = data.split(SplitName.VALID);
        double[][] rows = averages(train, data.text(), overWords);
        double[] mean = new double[data.text().width()];
        double[] scale = new double[mean.length];
        moments(rows, mean, scale);
        LanguageOnlyBaseline model =
                new LanguageOnlyBaseline(
                        data.text(), overWords, mean, scale, ConstantBaseline.mean(train).value());
        for (double[] row : rows) {
            model.standardise(row);
        }
        boolean wide = mean.length > rows.length;
        double[][] gram = wide ? gramOfRows(rows) : gramOfColumns(rows);
        double[] residuals = model.residuals(train);
        double[] right = wide ? residuals : combined(rows, residuals);

        double[] best = {};
        double lowest = Double.POSITIVE_INFINITY;
        double lambda = WEAKEST;
        for (int i = 0; i < STRENGTHS; i++, lambda *= 10) {
            double[] solution = Cholesky.solve(gram, lambda, right);
            model.weights = wide ? combined(rows, solution) : solution;
            double error = model.mae(valid);
            if (i == 0 || error < lowest) {
                best = model.weights;
                lowest = error;
            }
        }
        model.weights = best;
        return model;
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public float[] predict(Split split) {
        float[] predictions = new float[split.size()];
        float[] features = new float[shape.size()];
        for (int i = 0; i < predictions.length; i++) {
            double[] row = average(split, i, shape, features, overWords);
            standardise(row);
            double sum = intercept;
            for (int c = 0; c < row.length; c++) {
                sum += weights[c] * row[c];
            }
            predictions[i] = (float) sum;
        }
        return predictions;
    }

    private static double[][] averages(Split split, FeatureShape shape, boolean overWords) {
        double[][] rows = new double[split.size()][];
        float[] features = new float[shape.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = average(split, i, shape, features, overWords);
        }
        return rows;
    }

    private static double[] average(
            Split split, int sample, FeatureShape shape, float[] features, boolean overWords) {
        split.text(sample, features, 0);
        double[] average = new double[shape.width()];
        int counted = 0;
        for (int t = 0; t < shape.length(); t++) {
            boolean padding = true;
            for (int c = 0; c < average.length; c++) {
                float feature = features[t * average.length + c];
                average[c] += feature;
                padding &= feature == 0;
            }
            counted += padding && overWords ? 0 : 1;
        }
        for (int c = 0; c < average.length; c++) {
            average[c] /= Math.max(1, counted);
        }
        return average;
    }

    /** The mean and 1 / standard deviation of each column; 0 for a constant column. */
    private static void moments(double[][] rows, double[] mean, double[] scale) {
        for (int c = 0; c < mean.length; c++) {
            double sum = 0;
            for (double[] row : rows) {
                sum += row[c];
            }
            mean[c] = sum / rows.length;
            double squares = 0;
            for (double[] row : rows) {
                squares += (row[c] - mean[c]) * (row[c] - mean[c]);
            }
            scale[c] = squares == 0 ? 0 : 1 / StrictMath.sqrt(squares / rows.length);
        }
    }

    private void standardise(double[] row) {
        for (int c = 0; c < row.length; c++) {
            row[c] = (row[c] - mean[c]) * scale[c];
        }
    }

    /** (1/n) XᵀX, its lower triangle. */
    private static double[][] gramOfColumns(double[][] rows) {
        double[][] gram = triangle(rows[0].length);
        for (double[] row : rows) {
            for (int r = 0; r < gram.length; r++) {
                double factor = row[r] / rows.length;
                for (int c = 0; c <= r; c++) {
                    gram[r][c] += factor * row[c];
                }
            }
        }
        return gram;
    }

    /** (1/n) XXᵀ, its lower triangle. */
    private static double[][] gramOfRows(double[][] rows) {
        double[][] gram = triangle(rows.length);
        for (int r = 0; r < gram.length; r++) {
            for (int c = 0; c <= r; c++) {
                double sum = 0;
                for (int k = 0; k < rows[r].length; k++) {
                    sum += rows[r][k] * rows[c][k];
                }
                gram[r][c] = sum / rows.length;
            }
        }
        return gram;
    }

    private static double[][] triangle(int size) {
        double[][] triangle = new double[size][];
        for (int r = 0; r < size; r++) {
            triangle[r] = new double[r + 1];
        }
        return triangle;
    }

    /** (y - b) / n. */
    private double[] residuals(Split train) {
        double[] residuals = new double[train.size()];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = (train.label(i) - intercept) / residuals.length;
        }
        return residuals;
    }

    /** Xᵀ a: the sum of the rows, each multiplied by its factor. */
    private static double[] combined(double[][] rows, double[] factors) {
        double[] sum = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < sum.length; c++) {
                sum[c] += factors[i] * rows[i][c];
            }
        }
        return sum;
    }
}
