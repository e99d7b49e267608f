package org.almt.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
    @TempDir
    Path folder;

    /** A parameter that is a part of a larger array, as in a packed model, is filled in its place. */
    @Test
    void partsOfAnArrayAreFilledInPlace() throws IOException {
        Path path = folder.resolve("small");
        SafeTensors.write(path, Map.of("x", Tensor.of(new float[] {1, 2}, 2)));
        float[] packed = new float[4];
        try (Checkpoint checkpoint = SafeTensors.open(path)) {
            Weights.load(checkpoint, Map.of("x", Tensor.wrap(packed, 1, Shape.of(2))));
        }
        assertArrayEquals(new float[] {0, 1, 2, 0}, packed);
    }

    @Test
    void whatDoesNotFitIsListedAndNothingIsChanged() throws IOException {
        Path path = folder.resolve("other");
        SafeTensors.write(path, Map.of("bias", Tensor.full(1, 16), "hyper", Tensor.full(1, 2), "step", Tensor.full(1)));
        Map<String, Tensor> model = new LinkedHashMap<>();
        model.put("bias", Tensor.zeros(128));
        model.put("h_hyper", Tensor.zeros(2));
        try (Checkpoint checkpoint = SafeTensors.open(path)) {
            String message = assertThrows(CheckpointException.class, () -> Weights.load(checkpoint, model,
                    name -> Optional.of(name).filter(tensor -> !tensor.equals("step")))).getMessage();
            assertEquals(path + ": does not fit the model: 1 missing ('h_hyper'), 1 unexpected ('hyper'), 1 of another"
                    + " shape ('bias' [16] instead of [128]); give the model the sizes of the file, or check that"
                    + " this is"
                    + " the right file.", message);
        }
        for (Tensor tensor : model.values()) {
            assertArrayEquals(new float[tensor.shape().count()], tensor.toArray());
        }
    }

    @Test
    void tensorsAreLoadedUnderTheModelsNamesOrLeftOut() throws IOException {
        Path path = folder.resolve("renamed");
        SafeTensors.write(path, Map.of("net.weight", Tensor.full(2, 3), "step", Tensor.full(1)));
        Map<String, Tensor> model = Map.of("weight", Tensor.zeros(3));
        Weights.Naming naming = name -> name.startsWith("net.") ? Optional.of(name.substring(4)) : Optional.empty();
        try (Checkpoint checkpoint = SafeTensors.open(path)) {
            assertEquals(Map.of("weight", Shape.of(3)), Weights.shapes(checkpoint, naming));
            assertEquals(new LoadReport(List.of("weight"), List.of("step")),
                    Weights.load(checkpoint, model, naming));
        }
        assertArrayEquals(new float[] {2, 2, 2}, model.get("weight").toArray());
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
        SafeTensors.write(path, Map.of("a.x", Tensor.zeros(1), "b.x", Tensor.zeros(1)));
        try (Checkpoint checkpoint = SafeTensors.open(path)) {
            String message = assertThrows(CheckpointException.class,
                    () -> Weights.shapes(checkpoint, name -> Optional.of(name.substring(2)))).getMessage();
            assertTrue(message.contains("are both the parameter 'x'"), message);
        }
    }
}
