package org.almt.core.op;

import org.almt.core.KernelChoice;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.TestKernels;
import org.almt.core.random.RandomStream;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A packed right side gives the bits of the product that it replaces, as the reference defines it. */
@Tag("every-width")
class PackedMatrixTest {
    @BeforeAll
    static void chooseWidth() {
        TestKernels.assumeWidth();
    }

    @ParameterizedTest
    @CsvSource({
            "1, 1, 1", "8, 128, 512", "8, 512, 128", "3, 65, 300", "1, 200, 17", "5, 31, 257", "50, 128, 768",
            "0, 5, 3",
            "2, 0, 3", "2, 70, 0"
    })
    void sameBitsAsTheProduct(int m, int n, int k) {
        float[] a = random(1, m * (k + 1));
        float[] b = random(2, n * k + 3);
        for (boolean transB : new boolean[] {false, true}) {
            for (boolean accumulate : new boolean[] {false, true}) {
                float[] expected = random(3, m * (n + 2) + 4);
                float[] packed = expected.clone();
                int ldb = transB ? k : n;
                KernelChoice.reference().products().gemm(
                        false, transB, m, n, k, a, 0, k + 1, b, 3, ldb, expected, 4, n + 2, accumulate);
                Kernels kernels = KernelChoice.fromProperty();
                PackedMatrix matrix = new PackedMatrix(1, transB, n, k);
                matrix.pack(new float[b.length], 3, ldb, kernels);
                matrix.pack(b, 3, ldb, kernels); // the last one counts
                matrix.multiply(0, m, a, 0, k + 1, packed, 4, n + 2, accumulate);
                Tolerance.assertSameBits(m + "x" + n + "x" + k, expected, packed);
            }
        }
    }

    private static float[] random(long seed, int n) {
        RandomStream stream = new RandomStream(seed, 9);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = 2 * stream.nextFloat() - 1;
        }
        return values;
    }
}
