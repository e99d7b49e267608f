package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.almt.core.kernel.ChildJvm;
import org.almt.core.kernel.KernelHash;
import org.almt.core.kernel.TestKernels;
import org.almt.core.kernel.simd.Width;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which kernels run, in a JVM with the Vector API. */
@Tag("every-width")
class KernelChoiceTest {
    @Test
    void vectorsOfTheAskedWidthRun() {
        String asked = System.getProperty("almt.simd", "auto");
        TestKernels.assumeWidth();
        int bits = asked.equals("auto") ? Width.widest() : Integer.parseInt(asked);
        assertEquals("simd-" + bits, KernelChoice.fromProperty().name());
        assertEquals("simd-" + bits, KernelChoice.simd().name());
        assertEquals(Optional.empty(), KernelChoice.hint());
    }

    @Test
    void plainLoopsOrTheReferenceOnRequest() {
        assertEquals("plain", with("plain", () -> KernelChoice.fromProperty().name()));
        assertEquals("plain", with("scalar", () -> KernelChoice.fromProperty().name()));
        assertEquals("reference", with("reference", () -> KernelChoice.fromProperty().name()));
        assertEquals(Optional.empty(), with("plain", KernelChoice::hint));
    }

    @Test
    void anotherWordIsAnError() {
        String message = assertThrows(IllegalArgumentException.class, () -> with("avx", KernelChoice::fromProperty))
                .getMessage();
        assertEquals("almt.simd: 'avx' is not one of auto, reference, plain, simd, 128, 256, 512", message);
    }

    @Test
    void aWidthThatIsNotThereIsAnErrorThatNamesTheWidest() throws Exception {
        String[] outcome = ChildJvm.run(
                List.of(ChildJvm.VECTOR_API, "-XX:MaxVectorSize=16", "-Dalmt.simd=512"), KernelHash.class, "1");
        assertTrue(outcome[0].contains("512-bit vectors are not available here")
                && outcome[0].contains("128 bits"), outcome[0]);
    }

    private static <T> T with(String value, Supplier<T> action) {
        String before = System.getProperty("almt.simd");
        System.setProperty("almt.simd", value);
        try {
            return action.get();
        } finally {
            if (before == null) {
                System.clearProperty("almt.simd");
            } else {
                System.setProperty("almt.simd", before);
            }
        }
    }
}
