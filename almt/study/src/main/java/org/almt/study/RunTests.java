package org.almt.study;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.data.corrupt.Corruptions;
import org.almt.run.SplitPredictions;
import org.almt.saved.SavedModel;

/**
 * The tests of a trained run besides its own predictions: the same weights at all strengths of the study's curves, and
 * measures. Nothing is trained.
 *
 * @param study the study
 *
 * @param variant the variant of the run
 *
 * @param seed the seed of the run, which also determines the corruption of each sample
 */
public record RunTests(Study study, Arm variant, long seed) {
    /**
     * Runs the tests.
     *
     * @param saved the run's best weights
     *
     * @param clean its data without corruption, all splits
     *
     * @param ids the ids of its test samples
     */
    public SampleTable make(SavedModel saved, DataSet clean, List<String> ids) throws IOException {
        Corruptions own = new Corruptions(seed, variant.train(), variant.test());
        SequencedMap<String, float[]> columns = new LinkedHashMap<>();
        for (Curve curve : study.tests(variant.name())) {
            for (double strength : curve.strengths()) {
                // strength 0 too, so that all points are computed in the same way
                DataSet corrupted = CorruptedDataSet.of(clean, own.andTest(curve.at(strength)));
                columns.put(curve.column(strength),
                        SplitPredictions.of(saved, corrupted, corrupted.split(SplitName.TEST)).predictions());
            }
        }
        DataSet asTested = CorruptedDataSet.of(clean, own);
        columns.putAll(Measures.of(study.measures(), saved, asTested));
        return new SampleTable(ids, columns);
    }
}
