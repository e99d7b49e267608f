package org.almt.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.almt.saved.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Some cells of the papers' tables, and when they are shown. */
class PaperFiguresTest {
    private static final Study RIVALS = StudyFile.shipped("rivals");

    @ParameterizedTest
    @CsvSource({
            "mosi, 686, almt, MAE, 0.683", "mosi-paper, 686, tfn, Mult_acc_7, 0.349", "mosei, 4659, chfn, Corr, 0.778",
            "sims, 457, self-mm, Mult_acc_5, 0.4153", "mosi, 686, lnln, MAE, 1.046", "mosi, 686, imder, MAE, NaN"
    })
    void asPrinted(String preset, int samples, String variant, String metric, double figure) {
        Study study = RIVALS.withPreset(preset);
        assertEquals(figure, PaperFigures.of(study, study.variant(variant), samples).orElseThrow().figure(metric));
    }

    @Test
    void ofPublicDataAndPublishedModelsAlone() {
        assertTrue(PaperFigures.of(RIVALS, RIVALS.variant("tfn"), 686).isEmpty());
        Study mosi = RIVALS.withPreset("mosi");
        assertTrue(PaperFigures.of(mosi, mosi.variant("almt-mean"), 686).isEmpty());
        assertTrue(PaperFigures.of(mosi.withPreset("sims"), mosi.variant("mmim"), 457).isEmpty());
        assertTrue(PaperFigures.of(mosi, mosi.variant("tfn"), 20).isEmpty(), "a user's own data on the same scale");
    }

    /** Every model that there is has a variant in both studies, but for one that cannot do without token ids. */
    @ParameterizedTest
    @CsvSource({"rivals", "missing"})
    void studiesHaveAllModels(String name) {
        List<String> models = StudyFile.shipped(name).variants().stream()
                .map(variant -> variant.model() == null ? "almt" : variant.model()).distinct().sorted().toList();
        assertEquals(Architecture.ALL.stream().filter(one -> !one.needsTextEncoder()).map(Architecture::label)
                .sorted().toList(), models);
    }
}
