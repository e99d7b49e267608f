package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.almt.core.KernelChoice;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix product against EJML's, and the bits of every implementation against the reference. */
@Tag("every-width")
class ProductsTest {
    private static final int[][] SIZES = {
            {1, 1, 1}, {1, 300, 5}, {3, 2, 700}, {4, 32, 16}, {5, 33, 257}, {67, 65, 66}, {530, 7, 20}, {70, 150, 300},
            {28, 70, 130} // tiles of fourteen rows
    };

    @BeforeAll
    static void chooseWidth() {
        TestKernels.assumeWidth();
    }

    static Stream<Arguments> products() {
        return Stream.of(false, true).flatMap(transA -> Stream.of(false, true)
                .flatMap(transB -> Stream.of(SIZES).map(s -> Arguments.of(transA, transB, s[0], s[1], s[2]))));
    }

    @ParameterizedTest
    @MethodSource("products")
    void agreesWithEjml(boolean transA, boolean transB, int m, int n, int k) {
        Numbers numbers = new Numbers(m + 10L * n + 100L * k);
        float[] a = numbers.normal(m * k);
        float[] b = numbers.normal(k * n);
        float[] c = numbers.normal(m * n);
        FMatrixRMaj expected = new FMatrixRMaj(m, n, true, c.clone());
        FMatrixRMaj left = new FMatrixRMaj(transA ? k : m, transA ? m : k, true, a);
        FMatrixRMaj right = new FMatrixRMaj(transB ? n : k, transB ? k : n, true, b);
        if (transA && transB) {
            CommonOps_FDRM.multAddTransAB(left, right, expected);
        } else if (transA) {
            CommonOps_FDRM.multAddTransA(left, right, expected);
        } else if (transB) {
            CommonOps_FDRM.multAddTransB(left, right, expected);
        } else {
            CommonOps_FDRM.multAdd(left, right, expected);
        }

        for (Kernels kernels : List.of(KernelChoice.reference(), KernelChoice.plain(), KernelChoice.simd())) {
            float[] actual = c.clone();
            kernels.products().gemm(transA, transB, m, n, k, a, 0, transA ? m : k, b, 0, transB ? k : n, actual, 0, n,
                    true);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    // both sums are off by at most (k + 1) half ulps of the sum of magnitudes
                    double magnitude = Math.abs(c[i * n + j]);
                    for (int p = 0; p < k; p++) {
                        float ap = transA ? a[p * m + i] : a[i * k + p];
                        magnitude += Math.abs(ap * (transB ? b[j * k + p] : b[p * n + j]));
                    }
                    double error = Math.abs(actual[i * n + j] - expected.get(i, j));
                    assertTrue(error <= 2 * (k + 1) * 0x1p-24 * magnitude,
                            kernels.name() + " [" + i + "," + j + "]: off by " + error);
                }
            }
        }
    }

    /** Kernels may multiply such rows where they lie. */
    @ParameterizedTest
    @CsvSource({"31, 39", "28, 70", "14, 84"}) // tiles of twelve and of fourteen rows, and what they leave
    void rowsMayLieTheBestDistanceApart(int m, int n) {
        int k = 128;
        Numbers numbers = new Numbers(7);
        float[] a = numbers.normal(m * Products.ROW_STEP);
        float[] b = numbers.normal(k * n);
        float[] c = numbers.normal(m * n);
        float[] expected = c.clone();
        KernelChoice.reference().products().gemm(false, false, m, n, k,
                a, 0, Products.ROW_STEP, b, 0, n, expected, 0, n, true);
        for (Kernels kernels : TestKernels.toCheck()) {
            float[] packed = new float[Products.packedSize(n, k)];
            float[] actual = c.clone();
            kernels.products().pack(false, n, k, 0, k, b, 0, n, packed);
            kernels.products().gemmPacked(false, m, n, k, a, 0, Products.ROW_STEP, packed, actual, 0, n, true);
            assertArrayEquals(expected, actual, kernels.name());
        }
    }

    /** Tiles that fit, tiles at edges, fewer rows or columns than a tile has, long runs and short ones. */
    @Test
    void runsAreSummedOneAfterTheOther() {
        int[][] sizes = {{24, 64, 4, 28}, {25, 70, 3, 9}, {12, 33, 2, 300}, {11, 40, 3, 5}, {13, 31, 3, 5},
                {5, 16, 140, 1}};
        for (int[] size : sizes) {
            int m = size[0];
            int n = size[1];
            int runs = size[2];
            int k = size[3];
            int lda = m / 2; // rows of A overlap
            int nextA = (k + 1) * lda + 3;
            int ldb = n + 3;
            int nextB = k * ldb + 5;
            int ldc = n + 2;
            Numbers numbers = new Numbers(m);
            float[] a = numbers.normal(2 + (runs - 1) * nextA + (k - 1) * lda + m);
            float[] b = numbers.normal(1 + (runs - 1) * nextB + (k - 1) * ldb + n);
            float[] c = numbers.normal(3 + (m - 1) * ldc + n);
            float[] expected = c.clone();
            for (int r = 0; r < runs; r++) {
                for (int p = 0; p < k; p++) {
                    for (int i = 0; i < m; i++) {
                        for (int j = 0; j < n; j++) {
                            int at = 3 + i * ldc + j;
                            expected[at] = Math.fma(a[2 + r * nextA + p * lda + i], b[1 + r * nextB + p * ldb + j],
                                    expected[at]);
                        }
                    }
                }
            }
            for (Kernels kernels : TestKernels.toCheck()) {
                float[] actual = c.clone();
                kernels.products().gemmRuns(m, n, runs, k, a, 2, lda, nextA, b, 1, ldb, nextB, actual, 3, ldc);
                assertArrayEquals(expected, actual, kernels.name() + ", " + m + " x " + n);
            }
        }
    }

    /** More rows, columns and k than any block of any implementation. */
    @Test
    void bitsSurviveEveryBlock() {
        int m = 521;
        int n = 151;
        int k = 523;
        Numbers numbers = new Numbers(6);
        float[] a = numbers.normal(m * k);
        float[] b = numbers.normal(k * n);
        float[] c = numbers.normal(m * n);
        for (int variant = 0; variant < 8; variant++) {
            boolean transA = (variant & 1) != 0;
            boolean transB = (variant & 2) != 0;
            boolean add = (variant & 4) != 0;
            float[] expected = c.clone();
            KernelChoice.reference().products().gemm(transA, transB, m, n, k,
                    a, 0, transA ? m : k, b, 0, transB ? k : n, expected, 0, n, add);
            for (Kernels kernels : TestKernels.toCheck()) {
                float[] actual = c.clone();
                kernels.products().gemm(transA, transB, m, n, k,
                        a, 0, transA ? m : k, b, 0, transB ? k : n, actual, 0, n, add);
                assertArrayEquals(expected, actual, kernels.name() + ", variant " + variant);
            }
        }
    }
}
