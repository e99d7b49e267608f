package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class LogDetTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return LogDet.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int k = 1; k <= 9; k++) {
            cases.add(of(k));
        }
        return cases;
    }

    /** Of A A^T + 1, which is positive definite. */
    private static OpCase of(int k) {
        float[] one = new float[k * k];
        for (int i = 0; i < k; i++) {
            one[i * k + i] = 1;
        }
        Tensor identity = Tensor.of(one, k, k);
        return new OpCase(x -> Ops.logDet(Ops.add(Ops.matmul(x[0], false, x[0], true), identity)), x -> {
            double[] a = new double[k * k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    a[i * k + j] = one[i * k + j];
                    for (int m = 0; m < k; m++) {
                        a[i * k + j] += x[0][i * k + m] * x[0][j * k + m];
                    }
                }
            }
            return new double[] {Math.log(determinant(a, k))};
        }, new int[] {k, k}).norm(8).roundings(32);
    }

    /** By Gauss's elimination. */
    private static double determinant(double[] a, int k) {
        double determinant = 1;
        for (int p = 0; p < k; p++) {
            determinant *= a[p * k + p];
            for (int i = p + 1; i < k; i++) {
                double factor = a[i * k + p] / a[p * k + p];
                for (int j = p; j < k; j++) {
                    a[i * k + j] -= factor * a[p * k + j];
                }
            }
        }
        return determinant;
    }

    @Test
    void aMatrixThatIsNotPositiveDefiniteGivesNothing() {
        for (float[] matrix : new float[][] {{1, 2, 2, 4}, {1, 2, 2, 1}, {-1, 0, 0, -1}, {0, 0, 0, 0}}) {
            Tensor x = Tensor.of(matrix, 2, 2).requiresGrad(true);
            Tensor y = Ops.logDet(x);
            assertEquals(0, y.item());
            y.backward();
            assertArrayEquals(new float[4], x.grad().toArray());
        }
    }

    @Test
    void refusesWhatIsNoSquare() {
        assertEquals("logDet: [2,3] is not a square matrix; give [K, K]",
                assertThrows(IllegalArgumentException.class, () -> Ops.logDet(Tensor.zeros(2, 3))).getMessage());
    }
}
