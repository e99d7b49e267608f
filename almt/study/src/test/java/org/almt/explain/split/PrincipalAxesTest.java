package org.almt.explain.split;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.core.random.RandomStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalAxesTest {
    /** Against EJML's singular values of the centred rows: shares of variance, and lengths along each axis. */
    @ParameterizedTest
    @CsvSource({"5, 2", "30, 8", "12, 40", "200, 64"})
    void agreeWithEjml(int rows, int width) {
        RandomStream random = new RandomStream(rows, width);
        double[][] data = new double[rows][width];
        DMatrixRMaj centred = new DMatrixRMaj(rows, width);
        for (int c = 0; c < width; c++) {
            double mean = 0;
            for (int r = 0; r < rows; r++) {
                data[r][c] = (1 + c % 5) * random.nextGaussian() + 3;
                mean += data[r][c] / rows;
            }
            for (int r = 0; r < rows; r++) {
                centred.set(r, c, data[r][c] - mean);
            }
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(rows, width, true, true, true);
        svd.decompose(centred.copy());
        DMatrixRMaj v = svd.getV(null, false);
        DMatrixRMaj w = svd.getW(null);
        SingularOps_DDRM.descendingOrder(null, false, w, v, false);
        DMatrixRMaj projected = new DMatrixRMaj(rows, v.numCols);
        CommonOps_DDRM.mult(centred, v, projected);
        double total = 0;
        for (int i = 0; i < Math.min(rows, width); i++) {
            total += w.get(i, i) * w.get(i, i);
        }
        PrincipalAxes axes = PrincipalAxes.of(data, 2);
        for (int axis = 0; axis < 2; axis++) {
            assertEquals(w.get(axis, axis) * w.get(axis, axis) / total, axes.shares()[axis], 1e-10);
            for (int r = 0; r < rows; r++) {
                assertEquals(Math.abs(projected.get(r, axis)), Math.abs(axes.projected()[r][axis]), 1e-8);
            }
        }
    }
}
