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
            "mosi, almt, MAE, 0.683", "mosi-paper, tfn, Mult_acc_7, 0.349", "mosei, chfn, Corr, 0.778",
            "sims, self-mm, Mult_acc_5, 0.4153", "mosi, lnln, MAE, 1.046", "mosi, imder, MAE, NaN"
    })
    void asPrinted(String preset, String variant, String metric, double figure) {
        Study study = RIVALS.withPreset(preset);
        assertEquals(figure, PaperFigures.of(study, study.variant(variant)).orElseThrow().figure(metric));
    }

    @Test
    void ofPublicDataAndPublishedModelsAlone() {
        assertTrue(PaperFigures.of(RIVALS, RIVALS.variant("tfn")).isEmpty());
        Study mosi = RIVALS.withPreset("mosi");
        assertTrue(PaperFigures.of(mosi, mosi.variant("almt-mean")).isEmpty());
        assertTrue(PaperFigures.of(mosi.withPreset("sims"), mosi.variant("mmim")).isEmpty());
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
