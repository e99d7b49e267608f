package org.almt.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.almt.core.Tensor;
import org.almt.model.Preset;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.bert.BertModel;
import org.almt.saved.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of parameters at the sizes of the public code, without BERT, as counted there. */
class ParameterCountsTest {
    @ParameterizedTest
    @CsvSource({
            "misa, 1138033, 1435105, 21664749",
            "self-mm, 159332, 165668, 381380",
            "mmim, 281673, 292425, 373449",
            "imder, 13001425, 13461841, 13070257",
            "lnln, 6483012, 7102404, 7112260",
            "chfn, 894977, 905729, 986753",
            "fdmer, 953220, 963972, 1044996"
    })
    void ofEachDataSet(String model, long mosi, long mosei, long sims) {
        assertEquals(mosi, count(model, Preset.MOSI), "MOSI");
        assertEquals(mosei, count(model, Preset.MOSEI), "MOSEI");
        assertEquals(sims, count(model, Preset.SIMS), "SIMS");
    }

    private static long count(String model, Preset preset) {
        Architecture architecture = Architecture.of(model);
        return architecture.network(architecture.sizes(preset), null).root().parameterCount();
    }

    /** What stands between and behind BERT's layers: 5,925,888 and 591,361 for CMU-MOSI. */
    @Test
    void ofCenet() {
        Architecture cenet = Architecture.of("cenet");
        BertModel bert = new BertModel(new BertConfig(10, 768, 2, 12));
        var model = cenet.network(cenet.sizes(Preset.MOSI), bert).root();
        assertEquals(5_925_888, count(model.parameters(), "bert.encoder.CE."));
        assertEquals(591_361, count(model.parameters(), "classifier."));
    }

    private static long count(Map<String, Tensor> parameters, String prefix) {
        return parameters.entrySet().stream().filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(entry -> entry.getValue().shape().count()).sum();
    }
}
