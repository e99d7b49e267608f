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
 * What a trained run is tested for beyond its own predictions: the same weights at all strengths of the study's curves,
 * and measures. Nothing is trained.
 *
 * @param study which
 * @param variant of the run
 * @param seed of the run; decides too what happens to which sample
 */
public record RunTests(Study study, Arm variant, long seed) {
    /**
     * Predicts and measures.
     *
     * @param saved the run's best weights
     * @param clean its data, all splits, with nothing done to them
     * @param ids of its test samples
     */
    public SampleTable make(SavedModel saved, DataSet clean, List<String> ids) throws IOException {
        Corruptions own = new Corruptions(seed, variant.train(), variant.test());
        SequencedMap<String, float[]> columns = new LinkedHashMap<>();
        for (Curve curve : study.tests(variant.name())) {
            for (double strength : curve.strengths()) {
                // strength 0 too: the same way for every point
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
