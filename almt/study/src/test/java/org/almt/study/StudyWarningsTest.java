package org.almt.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.almt.input.DatasetKind;
import org.almt.stats.Interval;
import org.junit.jupiter.api.Test;

class StudyWarningsTest {
    private static final Study STUDY = StudyFile.shipped("example").withSeeds(List.of(1L, 2L, 3L));

    /** Results of one variant with 30 epochs and a constant whose MAE is 1. */
    private static List<String> warnings(Study study, double mae, long... bestEpochs) {
        return warnings(study, study.variant(study.base()), mae, bestEpochs);
    }

    private static List<String> warnings(Study study, Arm of, double mae, long... bestEpochs) {
        SequencedMap<String, FigureSummary> figures = new LinkedHashMap<>();
        figures.put("MAE", new FigureSummary("MAE", new double[] {mae}, new Interval(mae, mae, mae), 0, null));
        VariantResult variant = new VariantResult(of, 10, new double[] {1}, 30, bestEpochs,
                figures, Map.of());
        return StudyWarnings.of(new StudyResults(study, "data", DatasetKind.MOSI, 20, List.of(variant),
                Map.of("MAE", 1.0), List.of()));
    }

    @Test
    void aStudyOfEnoughRunsHasNone() {
        assertEquals(List.of(), warnings(STUDY, 0.9, 20, 30, 25));
    }

    @Test
    void ofTooFewSeedsAndEpochsAndOfNothingLearned() {
        assertTrue(warnings(STUDY.withSeeds(List.of(1L)), 0.9, 20).getFirst().startsWith("one seed shows nothing"));
        String name = STUDY.base();
        assertTrue(warnings(STUDY, 0.9, 30, 30, 30).getFirst()
                .startsWith("the best epoch of " + name + " is the last one in every run"));
        assertEquals(List.of("the test MAE of " + name + " is not below that of a constant, so these models have"
                + " learned nothing yet. Use more epochs, or other rates."), warnings(STUDY, 1, 20, 30, 25));
    }

    /** With a corrupted test, a model may be no better than a constant although it has learned. */
    @Test
    void aCorruptedTestShowsNothingOfLearning() {
        assertEquals(List.of(), warnings(STUDY, STUDY.variant("deaf"), 2, 20, 30, 25));
    }
}
