package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.testsdata.Tolerance;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.junit.jupiter.api.Test;

class MatMulTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return MatMul.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        int[][] sizes = { // batch, M, K, N; a batch of 0 stands for plain matrices
                {0, 1, 1, 1}, {0, 2, 3, 4}, {0, 4, 17, 1}, {0, 5, 2, 33}, {0, 3, 0, 2}, {0, 0, 3, 2}, {0, 2, 3, 0},
                {2, 3, 4, 5}, {3, 1, 7, 2}, {9, 2, 3, 2}, {1, 17, 2, 15}
        };
        for (int[] s : sizes) {
            for (int transposes = 0; transposes < 4; transposes++) {
                cases.add(of(s[0], s[1], s[2], s[3], (transposes & 1) != 0, (transposes & 2) != 0, false));
            }
        }
        for (int transposes = 0; transposes < 4; transposes++) {
            cases.add(of(3, 2, 5, 4, (transposes & 1) != 0, (transposes & 2) != 0, true));
        }
        return cases;
    }

    /** Slabs of rows, of columns, and of whole products; the sum over a batch into one B. */
    @Override
    protected List<OpCase> largeCases() {
        List<OpCase> cases = new ArrayList<>();
        for (int transposes = 0; transposes < 4; transposes++) {
            boolean transA = (transposes & 1) != 0;
            boolean transB = (transposes & 2) != 0;
            cases.add(of(0, 300, 70, 129, transA, transB, false).roundings(64));
            cases.add(of(0, 33, 70, 700, transA, transB, false).roundings(64));
            cases.add(of(70, 19, 35, 33, transA, transB, false).roundings(64));
            cases.add(of(20, 40, 35, 65, transA, transB, true).roundings(64));
        }
        return cases;
    }

    private static OpCase of(int batch, int m, int k, int n, boolean transA, boolean transB, boolean sharedB) {
        int[] a = transA ? OpCase.shape(k, m) : OpCase.shape(m, k);
        int[] b = transB ? OpCase.shape(n, k) : OpCase.shape(k, n);
        return new OpCase(
                x -> Ops.matmul(x[0], transA, x[1], transB),
                x -> product(x[0], x[1], Math.max(1, batch), m, k, n, transA, transB, sharedB),
                batch == 0 ? a : OpCase.shape(batch, a[0], a[1]),
                batch == 0 || sharedB ? b : OpCase.shape(batch, b[0], b[1]))
                .named("A" + (transA ? "^T" : "") + " B" + (transB ? "^T" : ""));
    }

    private static double[] product(
            double[] a, double[] b, int batch, int m, int k, int n, boolean transA, boolean transB, boolean sharedB) {
        double[] c = new double[batch * m * n];
        for (int s = 0; s < batch; s++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int l = 0; l < k; l++) {
                        c[(s * m + i) * n + j] += a[s * m * k + (transA ? l * m + i : i * k + l)]
                                * b[(sharedB ? 0 : s) * k * n + (transB ? j * k + l : l * n + j)];
                    }
                }
            }
        }
        return c;
    }

    @Property(tries = 60)
    void agreesWithEjml(
            @ForAll @IntRange(min = 1, max = 70) int m, @ForAll @IntRange(min = 1, max = 70) int k,
            @ForAll @IntRange(min = 1, max = 70) int n, @ForAll boolean transA, @ForAll boolean transB,
            @ForAll long seed) {
        RandomStream random = new RandomStream(seed, 0);
        FMatrixRMaj a = transA ? matrix(k, m, random) : matrix(m, k, random);
        FMatrixRMaj b = transB ? matrix(n, k, random) : matrix(k, n, random);
        FMatrixRMaj c = new FMatrixRMaj(m, n);
        if (transA && transB) {
            CommonOps_FDRM.multTransAB(a, b, c);
        } else if (transA) {
            CommonOps_FDRM.multTransA(a, b, c);
        } else if (transB) {
            CommonOps_FDRM.multTransB(a, b, c);
        } else {
            CommonOps_FDRM.mult(a, b, c);
        }
        Tensor ours = Ops.matmul(tensor(a), transA, tensor(b), transB);
        Tolerance.assertClose("product", OpCase.widened(c.data), ours.toArray(), 64);
    }

    private static FMatrixRMaj matrix(int rows, int columns, RandomStream random) {
        FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
        for (int i = 0; i < matrix.data.length; i++) {
            matrix.data[i] = (float) random.nextGaussian();
        }
        return matrix;
    }

    private static Tensor tensor(FMatrixRMaj matrix) {
        return Tensor.of(matrix.data, matrix.numRows, matrix.numCols);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "matmul: inner sizes differ: [64,508,128] x [512,128]; the left has 128 columns, the right 512 rows",
                refusal(Tensor.zeros(64, 508, 128), false, Tensor.zeros(512, 128), false));
        assertEquals(
                "matmul: inner sizes differ: [3,2]^T x [4,2]^T; the left has 3 columns, the right 2 rows",
                refusal(Tensor.zeros(3, 2), true, Tensor.zeros(4, 2), true));
        assertEquals(
                "matmul: leading axes differ: [2,3,4] x [5,4,6]; they must be equal, or the right side a plain matrix",
                refusal(Tensor.zeros(2, 3, 4), false, Tensor.zeros(5, 4, 6), false));
        assertEquals(
                "matmul: both sides need two axes or more: [3] x [3,4]; "
                        + "reshape a vector to a matrix of one row or column",
                refusal(Tensor.zeros(3), false, Tensor.zeros(3, 4), false));
    }

    private static String refusal(Tensor a, boolean transA, Tensor b, boolean transB) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.matmul(a, transA, b, transB)).getMessage();
    }
}
