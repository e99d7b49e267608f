package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interpreter and each compiler alone give the bits of this JVM, which mixes them as it sees fit. */
class ExecutionModesTest {
    @ParameterizedTest
    @CsvSource({"-Xint, scalar", "-Xint, auto", "-XX:TieredStopAtLevel=1, scalar", "-XX:TieredStopAtLevel=1, auto",
            "-XX:-TieredCompilation, auto"})
    void sameBits(String mode, String kernels) throws Exception {
        String here = Long.toHexString(KernelHash.of(KernelChoice.fromProperty()));
        assertEquals(here, ChildJvm.run(mode, "-Dalmt.simd=" + kernels, KernelHash.class)[0]);
    }
}
