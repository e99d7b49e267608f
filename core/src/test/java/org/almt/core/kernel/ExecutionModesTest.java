package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.KernelChoice;
import org.almt.core.kernel.simd.Width;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The interpreter, each compiler alone, and simpler processors give the same bits as this JVM, which mixes them freely.
 * This also holds for hostile numbers.
 */
class ExecutionModesTest {
    /** Ways to execute the same code. */
    enum Mode {
        INTERPRETER("-Xint"),
        FIRST_COMPILER(
                "-XX:TieredStopAtLevel=1 -Xbatch -XX:CompileThresholdScaling=0.05"),
        SECOND_COMPILER(
                "-XX:-TieredCompilation -Xbatch -XX:CompileThresholdScaling=0.05");

        private final List<String> flags;

        Mode(String flags) {
            this.flags = List.of(flags.split(" "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainKernelsGiveTheSameBits(Mode mode) throws Exception {
        assertEquals("plain " + here(), hash(mode.flags, "-Dalmt.simd=plain"));
    }

    @ParameterizedTest
    @EnumSource
    void vectorKernelsGiveTheSameBits(Mode mode) throws Exception {
        int width = Width.widest(); // requested, since without C2 plain kernels are the default
        assertEquals("simd-" + width + " " + here(), hash(mode.flags, ChildJvm.VECTOR_API, "-Dalmt.simd=" + width));
    }

    @Test
    void theReferenceGivesTheSameBits() {
        assertEquals(Long.toHexString(KernelHash.of(KernelChoice.reference())), here());
    }

    /** Without the instruction, Java computes fma in whole numbers of any length. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "auto"})
    void aProcessorWithoutFmaGivesTheSameBits(String kernels) throws Exception {
        assumeX86();
        String name = kernels.equals("plain") ? "plain " : "simd-" + Width.widest() + " ";
        assertEquals(name + here(), hash(List.of("-XX:-UseFMA"), ChildJvm.VECTOR_API, "-Dalmt.simd=" + kernels));
    }

    @Test
    void aProcessorWithLesserVectorsGivesTheSameBits() throws Exception {
        assumeX86();
        int widest = Math.min(Width.widest(), 256);
        assertEquals("simd-" + widest + " " + here(), hash(List.of("-XX:UseAVX=2"), ChildJvm.VECTOR_API));
    }

    private static void assumeX86() {
        String machine = System.getProperty("os.arch");
        assumeTrue(machine.equals("amd64") || machine.equals("x86_64"),
                "the flag is one of x86, and this is " + machine);
    }

    private static String here() {
        return Long.toHexString(KernelHash.of(KernelChoice.fromProperty()));
    }

    private static String hash(List<String> mode, String... more) throws Exception {
        List<String> flags = new ArrayList<>(mode);
        flags.addAll(List.of(more));
        boolean warms = mode.contains("-Xbatch");
        return ChildJvm.run(flags, KernelHash.class, warms ? "20" : "1")[0];
    }
}
