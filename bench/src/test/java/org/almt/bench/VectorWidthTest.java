package org.almt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorWidthTest {
    @Test
    void theMachinesOwnWidthNeedsNoFlag() {
        int machine = VectorWidth.chosen("auto");
        assertEquals(List.of(), VectorWidth.flags(machine));
        assertEquals(List.of(), VectorWidth.variables(machine));
    }

    @ParameterizedTest
    @ValueSource(strings = {"300", "", "wide", "-256"})
    void refusesWhatIsNoWidth(String property) {
        assertEquals("bench.width: '" + property + "' is none of auto, 128, 256, 512",
                assertThrows(IllegalArgumentException.class, () -> VectorWidth.chosen(property)).getMessage());
    }

    /** Each variable is that of one library, so that none is forgotten at a width. */
    @Test
    void holdsAllLibrariesAtEachNarrowerWidth() {
        for (int bits = 128; bits < VectorWidth.chosen("auto"); bits *= 2) {
            List<String> names = VectorWidth.variables(bits).stream().map(some -> some.split("=")[0]).toList();
            assertEquals(List.of("MKL_ENABLE_INSTRUCTIONS", "ATEN_CPU_CAPABILITY", "OPENBLAS_CORETYPE",
                    "ONEDNN_MAX_CPU_ISA"), names);
            assertTrue(VectorWidth.flags(bits).contains("-Dbench.width=" + bits));
        }
    }
}
