package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.almt.core.KernelChoice;
import org.almt.core.kernel.simd.Width;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vector kernels give the bits of the scalar ones, whatever the size, the offset and the numbers. */
@Tag("every-width")
class KernelBitsTest {
    private static final int[] LARGE = {127, 128, 129, 500, 515, 1031};

    private final Kernels scalar = KernelChoice.scalar();
    private Kernels simd;

    @BeforeEach
    void chooseWidth() {
        String asked = System.getProperty("almt.simd", "auto");
        assumeTrue(!asked.matches("\\d+") || Integer.parseInt(asked) <= Width.widest(),
                "this machine has no vectors of " + asked + " bits; its widest are " + Width.widest());
        simd = KernelChoice.simd();
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
        assertEquals(28, tested.size());
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
        float[][] actual = copy(inputs);
        KernelCases.all().get(name).run(scalar, n, expected);
        KernelCases.all().get(name).run(simd, n, actual);
        for (int i = 0; i < inputs.length; i++) {
            for (int j = 0; j < inputs[i].length; j++) {
                // floatToIntBits: NaNs are all one, since their payload is not Java's to promise
                if (Float.floatToIntBits(expected[i][j]) != Float.floatToIntBits(actual[i][j])) {
                    throw new AssertionError(name + ", n = " + n + ", array " + i + "[" + j + "]: scalar gives "
                            + expected[i][j] + ", " + simd.name() + " gives " + actual[i][j]);
                }
            }
        }
    }

    private static float[][] copy(float[][] x) {
        return Arrays.stream(x).map(float[]::clone).toArray(float[][]::new);
    }
}
