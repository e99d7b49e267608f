package org.almt.core.op;

import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;

/**
 * The logarithm of the determinant of a symmetric matrix, by the Cholesky factorisation in double precision. A matrix
 * that is not positive definite has no such factorisation: it gives 0, and no gradient.
 *
 * <pre>
 * forward   x = G G^T,  y = 2 sum of log G_ii
 * backward  dx += dy x^-1
 * saved     x^-1, or zeros
 * cost      K³ / 2 multiply-adds; K² backward
 * letters   K rows and columns of x; G lower triangular
 * </pre>
 *
 * Shapes: x [K, K], of which the lower triangle is read; y a scalar. Meant for small K: one thread does the work.
 *
 * <p>Threads: one at a time.
 */
public final class LogDet extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Tensor inverse;
    private final int k;
    /** G, its rows one after the other. */
    private final double[] g;
    private final double[] column;

    LogDet(Tensor x) {
        super("logDet", x);
        this.x = x;
        if (x.shape().rank() != 2 || x.shape().size(0) != x.shape().size(1)) {
            throw new IllegalArgumentException("logDet: " + x.shape() + " is not a square matrix; give [K, K]");
        }
        k = x.shape().size(0);
        g = new double[k * k];
        column = new double[k];
        y = output(Shape.SCALAR);
        inverse = buffer(x.shape());
    }

    @Override
    protected long flop() {
        return (long) k * k * k;
    }

    @Override
    protected void forward() {
        double log = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = x.array()[x.offset() + i * k + j];
                for (int m = 0; m < j; m++) {
                    sum -= g[i * k + m] * g[j * k + m];
                }
                if (i == j && !(sum > 0)) {
                    inverse.fill(0);
                    y.array()[y.offset()] = 0;
                    return;
                }
                g[i * k + j] = i == j ? Math.sqrt(sum) : sum / g[j * k + j];
            }
            log += StrictMath.log(g[i * k + i]);
        }
        y.array()[y.offset()] = (float) (2 * log);
        invert();
    }

    /** x^-1 = G^-T G^-1, column by column. */
    private void invert() {
        for (int c = 0; c < k; c++) {
            for (int i = 0; i < k; i++) {
                double sum = i == c ? 1 : 0;
                for (int m = 0; m < i; m++) {
                    sum -= g[i * k + m] * column[m];
                }
                column[i] = sum / g[i * k + i];
            }
            for (int i = k - 1; i >= 0; i--) {
                double sum = column[i];
                for (int m = i + 1; m < k; m++) {
                    sum -= g[m * k + i] * column[m];
                }
                column[i] = sum / g[i * k + i];
                inverse.array()[inverse.offset() + i * k + c] = (float) column[i];
            }
        }
    }

    @Override
    protected void backward() {
        Tensor dx = gradient(x);
        float dy = gradient(y).item();
        for (int i = 0; i < k * k; i++) {
            dx.array()[dx.offset() + i] += dy * inverse.array()[inverse.offset() + i];
        }
    }
}
