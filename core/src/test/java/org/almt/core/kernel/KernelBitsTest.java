package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.almt.core.KernelChoice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain and vector kernels give the bits of the reference, whatever the size, the offset and the numbers. */
@Tag("every-width")
class KernelBitsTest {
    private static final int[] LARGE = {127, 128, 129, 500, 515, 1031};

    private final Kernels reference = KernelChoice.reference();

    @BeforeAll
    static void chooseWidth() {
        TestKernels.assumeWidth();
    }

    static Set<String> cases() {
        return KernelCases.all().keySet();
    }

    @Test
    void everyKernelHasACase() {
        Set<String> kernels = new TreeSet<>();
        for (RecordComponent group : Kernels.class.getRecordComponents()) {
            if (group.getType().isInterface()) {
                Arrays.stream(group.getType().getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .forEach(method -> kernels.add(group.getName() + "." + method.getName()));
            }
        }
        Set<String> tested = cases().stream().map(name -> name.split(" ")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(kernels, tested);
        assertEquals(40, tested.size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sameBitsOnOrdinaryNumbers(String name) {
        Numbers numbers = new Numbers(1);
        sizes().forEach(n -> compare(name, n, inputs(n, numbers::normal)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sameBitsOnWildNumbers(String name) {
        Numbers numbers = new Numbers(2);
        sizes().forEach(n -> compare(name, n, inputs(n, numbers::wild)));
    }

    /** The maximum of the next row is taken while a row is summed, from several places. */
    @Test
    void sumsOfRowsWithoutAPositiveElement() {
        int width = 300;
        float[] x = new Numbers(3).normal(5 * width);
        for (int i = 0; i < width; i++) {
            x[width + i] = -5 - Math.abs(x[width + i]);
            x[2 * width + i] = Float.NEGATIVE_INFINITY;
            x[3 * width + i] = -0f;
        }
        float[] expected = new float[5];
        reference.softmax().logSumExp(5, width, x, 0, expected, 0);
        assertEquals(Float.NEGATIVE_INFINITY, expected[2]);
        assertEquals(Math.log(width), expected[3], 1e-6);
        for (Kernels kernels : TestKernels.toCheck()) {
            float[] actual = new float[5];
            kernels.softmax().logSumExp(5, width, x, 0, actual, 0);
            assertArrayEquals(expected, actual, kernels.name());
        }
    }

    /** Every remainder of 16 lanes several times over, nothing at all, and sizes past every block. */
    private static Stream<Integer> sizes() {
        return Stream.concat(Stream.iterate(0, n -> n < 68, n -> n + 1), Arrays.stream(LARGE).boxed());
    }

    private static float[][] inputs(int n, java.util.function.IntFunction<float[]> numbers) {
        float[][] x = new float[KernelCases.ARRAYS][];
        for (int i = 0; i < x.length; i++) {
            x[i] = numbers.apply(KernelCases.room(n));
        }
        return x;
    }

    private void compare(String name, int n, float[][] inputs) {
        float[][] expected = copy(inputs);
        KernelCases.all().get(name).run(reference, n, expected);
        for (Kernels kernels : TestKernels.toCheck()) {
            float[][] actual = copy(inputs);
            KernelCases.all().get(name).run(kernels, n, actual);
            assertSameBits(name + ", n = " + n, expected, kernels, actual);
        }
    }

    private static void assertSameBits(String what, float[][] expected, Kernels kernels, float[][] actual) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                // floatToIntBits: all NaNs are equal, because Java does not define their payload
                if (Float.floatToIntBits(expected[i][j]) != Float.floatToIntBits(actual[i][j])) {
                    throw new AssertionError(what + ", array " + i + "[" + j + "]: the reference gives "
                            + expected[i][j] + ", " + kernels.name() + " gives " + actual[i][j]);
                }
            }
        }
    }

    private static float[][] copy(float[][] x) {
        return Arrays.stream(x).map(float[]::clone).toArray(float[][]::new);
    }
}
