package org.almt.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.core.random.RandomStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
    /** Against EJML's general solver, on X'X + 0.1 I with a rank too small without the shift. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20})
    void solvesWhatEjmlSolves(int n) {
        RandomStream random = new RandomStream(n, 1);
        DMatrixRMaj x = new DMatrixRMaj(Math.max(1, n / 2), n);
        DMatrixRMaj b = new DMatrixRMaj(n, 1);
        for (int i = 0; i < x.getNumElements(); i++) {
            x.data[i] = random.nextGaussian();
        }
        for (int i = 0; i < n; i++) {
            b.data[i] = random.nextGaussian();
        }
        DMatrixRMaj gram = new DMatrixRMaj(n, n);
        CommonOps_DDRM.multTransA(x, x, gram);
        double[][] lower = new double[n][];
        for (int r = 0; r < n; r++) {
            lower[r] = new double[r + 1];
            for (int c = 0; c <= r; c++) {
                lower[r][c] = gram.get(r, c);
            }
            gram.add(r, r, 0.1);
        }
        DMatrixRMaj expected = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.solve(gram, b, expected);
        double[] actual = Cholesky.solve(lower, 0.1, b.data);
        for (int i = 0; i < n; i++) {
            assertEquals(expected.get(i), actual[i], 1e-11 * (1 + Math.abs(expected.get(i))));
        }
    }
}
