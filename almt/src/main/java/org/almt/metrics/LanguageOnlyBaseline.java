package org.almt.metrics;

import org.almt.data.DataSet;
import org.almt.data.FeatureShape;
import org.almt.data.Split;
import org.almt.data.SplitName;

/**
 * Ridge regression on the mean text vector: what words alone give to a linear model that does not see their order.
 *
 * <p>Features are averaged over all positions, padding included, as ALMT reads them, and standardised by the training
 * split. Weights minimise (1/n) Σ (y - w·x - b)² + λ |w|², where λ is that of 10⁻⁴, 10⁻³, …, 1 with the lowest
 * validation error.
 */
public final class LanguageOnlyBaseline implements Baseline {
    private static final int STRENGTHS = 5;
    private static final double WEAKEST = 1e-4;

    private final FeatureShape shape;
    private final double[] mean;
    private final double[] scale;
    private final double intercept;
    private double[] weights;

    private LanguageOnlyBaseline(FeatureShape shape, double[] mean, double[] scale, double intercept) {
        this.shape = shape;
        this.mean = mean;
        this.scale = scale;
        this.intercept = intercept;
    }

    /** Fits weights on the training split and λ on the validation split. */
    public static LanguageOnlyBaseline fit(DataSet data) {
        Split train = data.split(SplitName.TRAIN);
        Split valid = data.split(SplitName.VALID);
        double[][] rows = averages(train, data.text());
        double[] mean = new double[data.text().width()];
        double[] scale = new double[mean.length];
        moments(rows, mean, scale);
        LanguageOnlyBaseline model =
                new LanguageOnlyBaseline(data.text(), mean, scale, ConstantBaseline.mean(train).value());
        for (double[] row : rows) {
            model.standardise(row);
        }
        double[][] gram = gram(rows);
        double[] correlations = model.correlations(rows, train);

        double[] best = null;
        double lowest = Double.POSITIVE_INFINITY;
        double lambda = WEAKEST;
        for (int i = 0; i < STRENGTHS; i++, lambda *= 10) {
            model.weights = Cholesky.solve(gram, lambda, correlations);
            double error = model.mae(valid);
            if (best == null || error < lowest) {
                best = model.weights;
                lowest = error;
            }
        }
        model.weights = best;
        return model;
    }

    @Override
    public String description() {
        return "language only (ridge on mean text)";
    }

    @Override
    public float[] predict(Split split) {
        float[] predictions = new float[split.size()];
        float[] features = new float[shape.size()];
        for (int i = 0; i < predictions.length; i++) {
            double[] row = average(split, i, shape, features);
            standardise(row);
            double sum = intercept;
            for (int c = 0; c < row.length; c++) {
                sum += weights[c] * row[c];
            }
            predictions[i] = (float) sum;
        }
        return predictions;
    }

    private static double[][] averages(Split split, FeatureShape shape) {
        double[][] rows = new double[split.size()][];
        float[] features = new float[shape.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = average(split, i, shape, features);
        }
        return rows;
    }

    private static double[] average(Split split, int sample, FeatureShape shape, float[] features) {
        split.text(sample, features, 0);
        double[] average = new double[shape.width()];
        for (int t = 0; t < shape.length(); t++) {
            for (int c = 0; c < average.length; c++) {
                average[c] += features[t * average.length + c];
            }
        }
        for (int c = 0; c < average.length; c++) {
            average[c] /= shape.length();
        }
        return average;
    }

    /** Mean and 1 / standard deviation of each column; 0 for a column that never changes. */
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
    private static double[][] gram(double[][] rows) {
        int width = rows[0].length;
        double[][] gram = new double[width][];
        for (int r = 0; r < width; r++) {
            gram[r] = new double[r + 1];
        }
        for (double[] row : rows) {
            for (int r = 0; r < width; r++) {
                double factor = row[r] / rows.length;
                for (int c = 0; c <= r; c++) {
                    gram[r][c] += factor * row[c];
                }
            }
        }
        return gram;
    }

    /** (1/n) Xᵀ(y - b). */
    private double[] correlations(double[][] rows, Split train) {
        double[] correlations = new double[mean.length];
        for (int i = 0; i < rows.length; i++) {
            double factor = (train.label(i) - intercept) / rows.length;
            for (int c = 0; c < correlations.length; c++) {
                correlations[c] += factor * rows[i][c];
            }
        }
        return correlations;
    }
}
