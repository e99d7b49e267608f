package org.almt.nn.checkpoint;

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
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
    private static final Path GOLDEN = Fixtures.path("golden/tiny/tiny_state_dict.npz");

    @TempDir
    Path folder;

    private static Map<String, Tensor> emptyModel() throws IOException {
        Map<String, Tensor> model = new LinkedHashMap<>();
        try (Checkpoint golden = Checkpoint.open(GOLDEN)) {
            Weights.shapes(golden).forEach((name, shape) -> model.put(name, Tensor.zeros(shape)));
        }
        return model;
    }

    private Path renamed(UnaryOperator<String> rename, TensorSource... more) throws IOException {
        Path path = folder.resolve("weights.safetensors");
        try (Checkpoint golden = Checkpoint.open(GOLDEN)) {
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
                case REFERENCE -> GOLDEN;
                case EARLIER -> renamed(NameMapTest::earlier);
                case MMSA -> renamed(NameMapTest::mmsa, bert);
            };
            Map<String, Tensor> model = emptyModel();
            try (Checkpoint checkpoint = Checkpoint.open(path)) {
                LoadReport report = Weights.load(checkpoint, model);
                assertEquals(map, report.names());
                assertEquals(List.copyOf(model.keySet()), report.loaded());
                assertEquals(map == NameMap.MMSA ? List.of(bert.info().name()) : List.of(), report.ignored());
                assertTrue(report.describe().startsWith("183 tensors loaded (names of " + map), report.describe());
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
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            Weights.load(checkpoint, model);
        }
        assertArrayEquals(new float[] {2, 2, 2}, model.get(name).toArray());
    }

    /** A parameter that is a part of a larger array, as in a packed model, is filled in its place. */
    @Test
    void partsOfAnArrayAreFilledInPlace() throws IOException {
        Path path = folder.resolve("small");
        SafeTensors.write(path, Map.of("x", Tensor.of(new float[] {1, 2}, 2)));
        float[] packed = new float[4];
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            Weights.load(checkpoint, Map.of("x", Tensor.wrap(packed, 1, Shape.of(2))));
        }
        assertArrayEquals(new float[] {0, 1, 2, 0}, packed);
    }

    @Test
    void whatDoesNotFitIsListedAndNothingIsChanged() throws IOException {
        Path path = renamed(name -> name.equals("h_hyper") ? "hyper" : name, TensorSource.of("optimizer.step", 3));
        Map<String, Tensor> model = emptyModel();
        model.put("proj_l.0.bias", Tensor.zeros(128));
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            String message = assertThrows(CheckpointException.class,
                    () -> Weights.load(checkpoint, model, name -> name.startsWith("optimizer."))).getMessage();
            assertEquals(path + ": does not fit the model: 1 missing ('h_hyper'), 1 unexpected ('hyper'), 1 of another"
                    + " shape ('proj_l.0.bias' [16] instead of [128]); check the preset and the sizes, or whether this is"
                    + " the right file.", message);
        }
        for (Tensor tensor : model.values()) {
            assertArrayEquals(new float[tensor.shape().count()], tensor.toArray());
        }
    }

    @Test
    void longListsAreCutAndCounted() {
        Map<String, Shape> expected = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            expected.put("layer." + i, Shape.of(i));
        }
        WeightsMatch none = WeightsMatch.compare(expected, Map.of());
        assertEquals(40, none.missing().size());
        assertEquals("40 missing ('layer.0', 'layer.1', 'layer.2', 'layer.3', 'layer.4', 'layer.5', and 34 more)",
                none.describe());
        assertTrue(WeightsMatch.compare(expected, expected).exact());
        assertEquals("all tensors match", WeightsMatch.compare(expected, expected).describe());
    }

    @Test
    void oneParameterUnderTwoNamesIsRefused() throws IOException {
        Path path = folder.resolve("twice");
        Tensor one = Tensor.zeros(1);
        SafeTensors.write(path, Map.of("Model.h_hyper", one, "h_hyper", one, "Model.regression_head.bias", one));
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            String message = assertThrows(CheckpointException.class, () -> Weights.shapes(checkpoint)).getMessage();
            assertTrue(message.contains("are both 'h_hyper' by the names of MMSA"), message);
        }
    }
}
