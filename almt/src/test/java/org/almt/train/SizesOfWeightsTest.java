package org.almt.train;

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
    void everyPresetIsToldByItsShapes(Preset preset) {
        assertEquals(preset.config(), SizesOfWeights.of(shapes(preset.config()), Preset.MOSI.config()));
    }

    @Test
    void unusualSizesToo() {
        AlmtConfig unusual = new AlmtConfig(7, 3, 5, 2, 6, 4, 24, 3, 2, 10, 6, 20, 2, 4, 3,
                Preset.MOSI.config().fusionReads());
        AlmtConfig base = Preset.MOSI.config().with("heads", "2");
        assertEquals(unusual, SizesOfWeights.of(shapes(unusual), base));
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
