package org.almt.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.almt.data.SplitName;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.metrics.ConstantBaseline;
import org.almt.metrics.LanguageOnlyBaseline;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/**
 * Measures with linear models, solved with EJML, what can be learned from the standard data set. Language gives most,
 * averages over frames add almost nothing, the informative frames add much.
 */
class LearnabilityTest {
    private static final double RIDGE = 1;

    private final SyntheticDataSet data = SyntheticDataSet.standard();

    @Test
    void knowingTheInformativeFramesIsWorthMuch() {
        SyntheticSplit test = data.split(SplitName.TEST);
        double constant = ConstantBaseline.median(data.split(SplitName.TRAIN)).mae(test);
        double language = mae(this::meanText);
        double audio = mae((split, i) -> mean(split, Modality.AUDIO, i, false));
        double vision = mae((split, i) -> mean(split, Modality.VISION, i, false));
        double averages = mae((split, i) -> join(meanText(split, i), mean(split, Modality.AUDIO, i, false),
                mean(split, Modality.VISION, i, false)));
        double oracle = mae((split, i) -> join(meanText(split, i), mean(split, Modality.AUDIO, i, true),
                mean(split, Modality.VISION, i, true)));
        double truth = mae((split, i) -> {
            Truth parts = split.truth(i);
            return new double[] {parts.language(), parts.audio(), parts.vision()};
        });
        String figures = "constant %.3f, audio %.3f, vision %.3f, language %.3f, averages %.3f, oracle %.3f, truth %.3f"
                .formatted(constant, audio, vision, language, averages, oracle, truth);

        assertTrue(language < 0.75 * constant, figures);
        assertTrue(Math.abs(audio - constant) < 0.1 * constant, figures);
        assertTrue(Math.abs(vision - constant) < 0.1 * constant, figures);
        assertTrue(averages < language && averages > 0.9 * language, figures);
        assertTrue(oracle < 0.75 * averages, figures);
        assertTrue(truth < 0.1, figures);
    }

    /** One modality's truth alone leaves what the others add: language most, then voice and face alike. */
    @Test
    void languageCarriesMostOfTheTruth() {
        double language = mae((split, i) -> new double[] {split.truth(i).language()});
        double audio = mae((split, i) -> new double[] {split.truth(i).audio()});
        double vision = mae((split, i) -> new double[] {split.truth(i).vision()});
        double constant = ConstantBaseline.mean(data.split(SplitName.TRAIN)).mae(data.split(SplitName.TEST));
        assertTrue(language < 0.6 * constant, language + " of " + constant);
        assertTrue(audio > 0.85 * constant && audio < constant, audio + " of " + constant);
        assertTrue(vision > 0.85 * constant && vision < constant, vision + " of " + constant);
    }

    @Test
    void theLanguageOnlyBaselineIsTheRidgeOfTheSameFeatures() {
        LanguageOnlyBaseline baseline = LanguageOnlyBaseline.fit(data);
        SyntheticSplit test = data.split(SplitName.TEST);
        assertEquals(mae(this::meanText), baseline.mae(test), 0.03);
        assertEquals(test.size(), baseline.predict(test).length);
    }

    /** Features of a sample. */
    private interface Features {
        double[] of(SyntheticSplit split, int i);
    }

    private double[] meanText(SyntheticSplit split, int i) {
        return mean(split, Modality.TEXT, i, false);
    }

    /** The mean over all frames, or over the informative ones. */
    private double[] mean(SyntheticSplit split, Modality modality, int i, boolean informativeOnly) {
        FeatureShape shape = data.shape(modality);
        float[] features = new float[shape.size()];
        split.frames(modality, i, 0, shape.length(), features, 0);
        boolean[] informative = split.informativeFrames(modality, i);
        double[] mean = new double[shape.width()];
        int count = 0;
        for (int t = 0; t < shape.length(); t++) {
            if (informativeOnly && !informative[t]) {
                continue;
            }
            count++;
            for (int c = 0; c < mean.length; c++) {
                mean[c] += features[t * mean.length + c];
            }
        }
        for (int c = 0; c < mean.length; c++) {
            mean[c] /= count;
        }
        return mean;
    }

    private static double[] join(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Fits a ridge with intercept on the training split and gives its error on the test split. */
    private double mae(Features features) {
        DMatrixRMaj x = design(features, data.split(SplitName.TRAIN));
        DMatrixRMaj y = labels(data.split(SplitName.TRAIN));
        DMatrixRMaj gram = new DMatrixRMaj(x.numCols, x.numCols);
        CommonOps_DDRM.multTransA(x, x, gram);
        for (int c = 1; c < x.numCols; c++) {
            gram.add(c, c, RIDGE);
        }
        DMatrixRMaj xy = new DMatrixRMaj(x.numCols, 1);
        CommonOps_DDRM.multTransA(x, y, xy);
        DMatrixRMaj weights = new DMatrixRMaj(x.numCols, 1);
        assertTrue(CommonOps_DDRM.solve(gram, xy, weights));

        DMatrixRMaj errors = labels(data.split(SplitName.TEST));
        CommonOps_DDRM.multAdd(-1, design(features, data.split(SplitName.TEST)), weights, errors);
        return CommonOps_DDRM.elementSumAbs(errors) / errors.numRows;
    }

    private static DMatrixRMaj design(Features features, SyntheticSplit split) {
        double[][] rows = new double[split.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = join(new double[] {1}, features.of(split, i));
        }
        return new DMatrixRMaj(rows);
    }

    private static DMatrixRMaj labels(SyntheticSplit split) {
        DMatrixRMaj labels = new DMatrixRMaj(split.size(), 1);
        for (int i = 0; i < split.size(); i++) {
            labels.set(i, split.label(i));
        }
        return labels;
    }
}
