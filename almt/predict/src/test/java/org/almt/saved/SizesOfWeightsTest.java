package org.almt.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.core.Shape;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SizesOfWeightsTest {
    @ParameterizedTest
    @EnumSource
    void everyPresetIsRecognisedByItsShapes(Preset preset) {
        assertEquals(preset.config(), SizesOfWeights.of(shapes(preset.config()), Preset.MOSI.config()));
    }

    @Test
    void unusualSizesToo() {
        AlmtConfig unusual = AlmtConfig.ofSizes(7, 3, 5, 2, 6, 4, 24, 3, 2, 10, 6, 20, 2, 4, 3);
        AlmtConfig base = Preset.MOSI.config().with("heads", "2");
        assertEquals(unusual, SizesOfWeights.of(shapes(unusual), base));
    }

    /** Names and empty shapes cost a file next to nothing, and must not make a model that fills the memory. */
    @Test
    void onlyWhatTheFileHoldsCounts() {
        Map<String, Shape> shapes = shapes(Preset.MOSI.config());
        for (int layer = 2; layer < 1000; layer++) {
            shapes.put("fusion_layer.CrossTransformerEncoder.layers." + layer + ".0.fn.to_q.weight", Shape.of(1));
        }
        assertEquals(Preset.MOSI.config(), SizesOfWeights.of(shapes, Preset.MOSI.config()));
        refused(shapes, "proj_l.1.encoder.layers.0.1.fn.net.0.weight", Shape.of(32768, 0));
        refused(shapes, "proj_l.1.encoder.layers.0.1.fn.net.0.weight", Shape.of(32768, 1));
        refused(shapes, "proj_v.0.weight", Shape.of(1, 32768));
        refused(shapes, "h_hyper", Shape.of(0, 8, 128));
    }

    private static void refused(Map<String, Shape> shapes, String name, Shape shape) {
        Map<String, Shape> changed = new LinkedHashMap<>(shapes);
        changed.put(name, shape);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> SizesOfWeights.of(changed, Preset.MOSI.config()));
        assertTrue(e.getMessage().contains("'" + name + "' has shape " + shape), e.getMessage());
    }

    @Test
    void otherModelsAreRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> SizesOfWeights.of(Map.of("encoder.weight", Shape.of(3, 3)), Preset.MOSI.config()));
        assertTrue(e.getMessage().contains("not the weights of an ALMT model"), e.getMessage());
    }

    private static Map<String, Shape> shapes(AlmtConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        new AlmtModel(config).parameters().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }
}
