package org.almt.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.input.DatasetKind;
import org.almt.input.FeatureShape;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ridge against EJML, with fewer samples than the 32 features, as many, and more: two ways to the same weights. */
class LanguageOnlyBaselineTest {
    private final double[] mean = new double[32];
    private final double[] deviation = new double[32];

    @ParameterizedTest
    @CsvSource({"2, true", "20, false", "31, true", "32, true", "33, false", "100, true", "100, false"})
    void weightsAreThoseOfTheNormalEquations(int samples, boolean overWords) {
        DataSet data = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(samples, 30, 25), 4);
        DMatrixRMaj train = averages(data, SplitName.TRAIN, overWords);
        moments(train);
        standardise(train);
        DMatrixRMaj valid = averages(data, SplitName.VALID, overWords);
        standardise(valid);
        DMatrixRMaj test = averages(data, SplitName.TEST, overWords);
        standardise(test);
        float intercept = ConstantBaseline.mean(data.split(SplitName.TRAIN)).value();

        float[] expected = null;
        double lowest = Double.POSITIVE_INFINITY;
        for (double lambda : new double[] {1e-4, 1e-3, 1e-2, 1e-1, 1}) {
            DMatrixRMaj weights = ridge(train, Baseline.labels(data.split(SplitName.TRAIN)), intercept, lambda);
            float[] labels = Baseline.labels(data.split(SplitName.VALID));
            double error = Metrics.meanAbsoluteError(DatasetKind.MOSI, predictions(valid, weights, intercept), labels);
            if (error < lowest) {
                lowest = error;
                expected = predictions(test, weights, intercept);
            }
        }
        assertArrayEquals(expected, LanguageOnlyBaseline.fit(data, overWords).predict(data.split(SplitName.TEST)),
                1e-5f);
    }

    @Test
    void takesTheAverageThatServesBetter() {
        DataSet data = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(60, 30, 5), 4);
        float[] labels = Baseline.labels(data.split(SplitName.VALID));
        double best = error(LanguageOnlyBaseline.fit(data), data, labels);
        double words = error(LanguageOnlyBaseline.fit(data, true), data, labels);
        double positions = error(LanguageOnlyBaseline.fit(data, false), data, labels);
        assertNotEquals(words, positions);
        assertEquals(Math.min(words, positions), best);
    }

    private static double error(Baseline baseline, DataSet data, float[] labels) {
        return Metrics.meanAbsoluteError(DatasetKind.MOSI, baseline.predict(data.split(SplitName.VALID)), labels);
    }

    /** The w of (XᵀX/n + λI) w = Xᵀ (y - b)/n. */
    private static DMatrixRMaj ridge(DMatrixRMaj x, float[] labels, float intercept, double lambda) {
        DMatrixRMaj residuals = new DMatrixRMaj(labels.length, 1);
        for (int i = 0; i < labels.length; i++) {
            residuals.set(i, ((double) labels[i] - intercept) / labels.length);
        }
        DMatrixRMaj gram = new DMatrixRMaj(x.numCols, x.numCols);
        CommonOps_DDRM.multTransA(1.0 / labels.length, x, x, gram);
        for (int c = 0; c < x.numCols; c++) {
            gram.add(c, c, lambda);
        }
        DMatrixRMaj right = new DMatrixRMaj(x.numCols, 1);
        CommonOps_DDRM.multTransA(x, residuals, right);
        DMatrixRMaj weights = new DMatrixRMaj(x.numCols, 1);
        assertTrue(CommonOps_DDRM.solve(gram, right, weights));
        return weights;
    }

    private static float[] predictions(DMatrixRMaj x, DMatrixRMaj weights, float intercept) {
        DMatrixRMaj sums = new DMatrixRMaj(x.numRows, 1);
        CommonOps_DDRM.mult(x, weights, sums);
        float[] predictions = new float[x.numRows];
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = (float) (sums.get(i) + intercept);
        }
        return predictions;
    }

    private static DMatrixRMaj averages(DataSet data, SplitName name, boolean overWords) {
        Split split = data.split(name);
        FeatureShape shape = data.text();
        DMatrixRMaj averages = new DMatrixRMaj(split.size(), shape.width());
        float[] features = new float[shape.size()];
        for (int i = 0; i < split.size(); i++) {
            split.text(i, features, 0);
            DMatrixRMaj words = new DMatrixRMaj(shape.length(), shape.width());
            for (int k = 0; k < features.length; k++) {
                words.set(k, features[k]);
            }
            DMatrixRMaj sizes = CommonOps_DDRM.sumRows(absolute(words), null);
            long real = Arrays.stream(sizes.getData()).filter(size -> size > 0).count();
            CommonOps_DDRM.insert(
                    scaled(1.0 / (overWords ? real : shape.length()), CommonOps_DDRM.sumCols(words, null)), averages, i,
                    0);
        }
        return averages;
    }

    private static DMatrixRMaj absolute(DMatrixRMaj x) {
        DMatrixRMaj result = new DMatrixRMaj(x.numRows, x.numCols);
        CommonOps_DDRM.abs(x, result);
        return result;
    }

    private static DMatrixRMaj scaled(double factor, DMatrixRMaj x) {
        CommonOps_DDRM.scale(factor, x);
        return x;
    }

    private void moments(DMatrixRMaj x) {
        for (int c = 0; c < mean.length; c++) {
            for (int i = 0; i < x.numRows; i++) {
                mean[c] += x.get(i, c) / x.numRows;
            }
            double variance = 0;
            for (int i = 0; i < x.numRows; i++) {
                variance += (x.get(i, c) - mean[c]) * (x.get(i, c) - mean[c]) / x.numRows;
            }
            deviation[c] = Math.sqrt(variance);
        }
    }

    private void standardise(DMatrixRMaj x) {
        for (int i = 0; i < x.numRows; i++) {
            for (int c = 0; c < mean.length; c++) {
                x.set(i, c, deviation[c] == 0 ? 0 : (x.get(i, c) - mean[c]) / deviation[c]);
            }
        }
    }
}
