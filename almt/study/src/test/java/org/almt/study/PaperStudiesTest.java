package org.almt.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The studies of the paper's tables contain the variants that they name. The test compares the numbers of parameters at
 * the paper's sizes for CMU-MOSI. {@code VariantsTest} derives these numbers.
 */
class PaperStudiesTest {
    @ParameterizedTest
    @CsvSource({
            "table-3-modalities, full 2504449 without-audio 2099841 without-vision 2097921 without-audio-and-ahl"
                    + " 1900545"
                    + " without-vision-and-ahl 1898625 language-alone 1592065",
            "table-4-parts, full 2504449 without-ahl 2207105 without-fusion-transformer 1909505"
                    + " without-modality-embedding 1630849",
            "table-5-roles, language-asks 2504449 hyper-asks 2504449 language-asks-all-rows 2504449"
                    + " hyper-asks-all-rows 2504449 language-answers 2504449",
            "table-6-guides, all 2504449 none 2207105 scale-1 2372097 scale-2 2372097 scale-3 2372097 scales-1-2"
                    + " 2438273"
                    + " scales-1-3 2438273 scales-2-3 2438273",
            "table-7-fusion, transformer 2504449 concat 1909505 add 1909377 gru 2008449 tensor 1925890 low-rank 2041605"
                    + " none 1909377",
            "appendix-depth, embedding-1-ahl-3 2504449 embedding-2 3393409 embedding-3 4282369 ahl-1 1712897 ahl-2"
                    + " 2108673"
                    + " ahl-4 2900225 ahl-5 3296001 fusion-1 2208129 fusion-3 2800769 fusion-4 3097089",
            "appendix-tokens, tokens-8 2504449 tokens-1 2495489 tokens-2 2496769 tokens-4 2499329 tokens-16 2514689"
                    + " tokens-32 2535169",
            "shared-layers, own 2504449 shared-language 2208129 shared-ahl 2305537 shared-language-ahl 2009217"
                    + " shared-fusion 2208129 shared-all 1712897",
            "fusion-intent, token 2504449 all-rows 2504449"
    })
    void variantsHaveTheirParameters(String study, String expected) {
        Map<String, Long> counts = new LinkedHashMap<>();
        String[] words = expected.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            counts.put(words[i], Long.parseLong(words[i + 1]));
        }
        Map<String, Long> found = new LinkedHashMap<>();
        for (Arm variant : StudyFile.shipped(study).variants()) {
            AlmtConfig config = Preset.MOSI_PAPER.config();
            for (Map.Entry<String, Object> setting : variant.set().entrySet()) {
                config = config.with(setting.getKey(), setting.getValue());
            }
            found.put(variant.name(), new AlmtModel(config).parameterCount());
        }
        assertEquals(counts, found);
    }
}
