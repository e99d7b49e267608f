package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.almt.core.KernelChoice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a JVM without the module jdk.incubator.vector, plain kernels run, and say what would be faster. */
@Tag("without-vector-api")
class WithoutVectorApiTest {
    @Test
    void plainKernelsRun() {
        Kernels kernels = KernelChoice.fromProperty();
        assertEquals("plain", kernels.name());
        float[] c = new float[1];
        kernels.products().gemm(false, false, 1, 1, 2, new float[] {1, 2}, 0, 2, new float[] {3, 4}, 0, 1, c, 0, 1,
                false);
        assertEquals(11f, c[0]);
    }

    @Test
    void theHintNamesTheFlag() {
        assertTrue(KernelChoice.hint().orElseThrow().contains("--add-modules jdk.incubator.vector"));
    }

    @Test
    void askingForVectorsIsAnErrorThatNamesTheFlag() {
        String message = assertThrows(IllegalStateException.class, KernelChoice::simd).getMessage();
        assertTrue(message.contains("--add-modules jdk.incubator.vector"), message);
    }
}
