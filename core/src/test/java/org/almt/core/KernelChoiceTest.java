package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.almt.core.kernel.ChildJvm;
import org.almt.core.kernel.KernelHash;
import org.almt.core.kernel.simd.Width;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which kernels run, in a JVM with the Vector API. */
@Tag("every-width")
class KernelChoiceTest {
    @Test
    void vectorsOfTheAskedWidthRun() {
        String asked = System.getProperty("almt.simd", "auto");
        assumeTrue(!asked.matches("\\d+") || Integer.parseInt(asked) <= Width.widest(),
                "this machine has no vectors of " + asked + " bits; its widest are " + Width.widest());
        int bits = asked.equals("auto") ? Width.widest() : Integer.parseInt(asked);
        assertEquals("simd-" + bits, KernelChoice.fromProperty().name());
        assertEquals("simd-" + bits, KernelChoice.simd().name());
        assertEquals(Optional.empty(), KernelChoice.hint());
    }

    @Test
    void scalarOnRequest() {
        assertEquals("scalar", with("scalar", () -> KernelChoice.fromProperty().name()));
        assertEquals(Optional.empty(), with("scalar", KernelChoice::hint));
    }

    @Test
    void anotherWordIsAnError() {
        String message = assertThrows(IllegalArgumentException.class, () -> with("avx", KernelChoice::fromProperty))
                .getMessage();
        assertEquals("almt.simd: 'avx' is not one of auto, scalar, 128, 256, 512", message);
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
