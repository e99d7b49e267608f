package org.almt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.LoadReport;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlmtWeightsTest {
    private static final Path GOLDEN = Fixtures.path("golden/tiny/tiny_state_dict.npz");

    @TempDir
    Path folder;

    private static Map<String, Tensor> emptyModel() throws IOException {
        Map<String, Tensor> model = new LinkedHashMap<>();
        try (Checkpoint golden = Npz.open(GOLDEN)) {
            AlmtWeights.shapes(golden).forEach((name, shape) -> model.put(name, Tensor.zeros(shape)));
        }
        return model;
    }

    private Path renamed(UnaryOperator<String> rename, TensorSource... more) throws IOException {
        Path path = folder.resolve("weights.safetensors");
        try (Checkpoint golden = Npz.open(GOLDEN)) {
            List<TensorSource> sources = new ArrayList<>();
            for (String name : golden.tensors().keySet()) {
                sources.add(TensorSource.copy(rename.apply(name), golden, name));
            }
            sources.addAll(List.of(more));
            SafeTensors.write(path, sources, Map.of());
        }
        return path;
    }

    private static void assertGolden(Map<String, Tensor> model) throws IOException {
        Map<String, NpyArray> golden = Npz.read(GOLDEN);
        for (Map.Entry<String, Tensor> parameter : model.entrySet()) {
            assertArrayEquals(golden.get(parameter.getKey()).floats(), parameter.getValue().toArray(),
                    parameter.getKey());
        }
    }

    @Test
    void weightsOfEveryConventionLoad() throws IOException {
        TensorSource bert = TensorSource.of("Model.bertmodel.model.pooler.dense.bias", Tensor.zeros(4));
        for (NameMap map : NameMap.values()) {
            Path path = switch (map) {
                case REFERENCE -> renamed(UnaryOperator.identity());
                case EARLIER -> renamed(NameMapTest::earlier);
                case MMSA -> renamed(NameMapTest::mmsa, bert);
            };
            Map<String, Tensor> model = emptyModel();
            try (Checkpoint checkpoint = SafeTensors.open(path)) {
                LoadReport report = AlmtWeights.load(checkpoint, model, name -> false);
                assertEquals(List.copyOf(model.keySet()), report.loaded());
                assertEquals(183, report.loaded().size());
                assertEquals(map == NameMap.MMSA ? List.of(bert.info().name()) : List.of(), report.ignored());
            }
            assertGolden(model);
        }
    }

    @Test
    void aLanguageModelIsLoadedWhereItIsWanted() throws IOException {
        String name = "bertmodel.model.embeddings.LayerNorm.weight";
        Path path = renamed(UnaryOperator.identity(), TensorSource.of(name, Tensor.full(2, 3)));
        Map<String, Tensor> model = emptyModel();
        model.put(name, Tensor.zeros(3));
        try (Checkpoint checkpoint = SafeTensors.open(path)) {
            AlmtWeights.load(checkpoint, model, other -> false);
        }
        assertArrayEquals(new float[] {2, 2, 2}, model.get(name).toArray());
    }

    @Test
    void oneParameterUnderTwoNamesIsRefused() throws IOException {
        Path path = folder.resolve("twice");
        Tensor one = Tensor.zeros(1);
        SafeTensors.write(path, Map.of("Model.h_hyper", one, "h_hyper", one, "Model.regression_head.bias", one));
        try (Checkpoint checkpoint = SafeTensors.open(path)) {
            String message =
                    assertThrows(CheckpointException.class, () -> AlmtWeights.shapes(checkpoint)).getMessage();
            assertTrue(message.contains("are both the parameter 'h_hyper'"), message);
        }
    }
}
