package org.almt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameMapTest {
    /** The tables of the specification, in the other direction. */
    static String earlier(String name) {
        return name.replaceFirst("^proj_([lav])\\.0\\.", "proj_$10.").replaceFirst("^proj_([lav])\\.1\\.", "proj_$1.")
                .replaceFirst("^l_encoder", "text_encoder").replaceFirst("^regression_layer", "cls_head");
    }

    static String mmsa(String name) {
        return "Model." + name.replaceFirst("^proj_", "embedding_")
                .replaceFirst("^regression_layer\\.0", "regression_head");
    }

    @ParameterizedTest
    @CsvSource({"proj_l0.weight, proj_l.0.weight", "proj_a.pos_embedding, proj_a.1.pos_embedding",
            "proj_v.encoder.layers.0.0.fn.to_q.weight, proj_v.1.encoder.layers.0.0.fn.to_q.weight",
            "text_encoder.encoder.layers.1.1.norm.bias, l_encoder.encoder.layers.1.1.norm.bias",
            "cls_head.0.bias, regression_layer.0.bias", "h_hyper, h_hyper",
            "fusion_layer.extra_token, fusion_layer.extra_token"})
    void earlierNames(String theirs, String reference) {
        assertEquals(reference, NameMap.EARLIER.toReference(theirs));
    }

    @ParameterizedTest
    @CsvSource({"Model.embedding_l.0.weight, proj_l.0.weight",
            "Model.embedding_a.1.extra_token, proj_a.1.extra_token",
            "Model.l_encoder.pos_embedding, l_encoder.pos_embedding",
            "Model.regression_head.weight, regression_layer.0.weight", "Model.h_hyper, h_hyper",
            "Model.bertmodel.model.pooler.dense.bias, bertmodel.model.pooler.dense.bias"})
    void mmsaNames(String theirs, String reference) {
        assertEquals(reference, NameMap.MMSA.toReference(theirs));
    }

    @Test
    void eachConventionIsDetectedAndTranslatedWhole() throws IOException {
        List<String> names;
        try (Npz weights = Npz.open(Fixtures.path("golden/tiny/tiny_state_dict.npz"))) {
            names = weights.names();
        }
        Map<NameMap, UnaryOperator<String>> inverse = new TreeMap<>(Map.of(NameMap.REFERENCE, UnaryOperator.identity(),
                NameMap.EARLIER, NameMapTest::earlier, NameMap.MMSA, NameMapTest::mmsa));
        inverse.forEach((map, rename) -> {
            List<String> theirs = names.stream().map(rename).toList();
            assertEquals(map, NameMap.detect(theirs));
            assertEquals(names, theirs.stream().map(map::toReference).toList());
        });
    }

    @Test
    void aLanguageModelDoesNotDecide() {
        List<String> names = Stream.concat(Stream.of("cls_head.0.bias"),
                Stream.of("bertmodel.model.embeddings.word_embeddings.weight", "bertmodel.model.pooler.dense.bias"))
                .toList();
        assertEquals(NameMap.EARLIER, NameMap.detect(names));
        assertEquals(NameMap.REFERENCE, NameMap.detect(List.of("x")));
        assertTrue(NameMap.isBert("bertmodel.model.pooler.dense.bias"));
        assertFalse(NameMap.isBert("h_hyper"));
    }
}
