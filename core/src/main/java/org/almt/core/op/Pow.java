package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * A constant power. NaN for negative x if the exponent is not a whole number.
 *
 * <pre>
 * forward   y = x^p
 * backward  dx += dy p x^(p - 1)
 * saved     x
 * cost      n powers; as many backward
 * </pre>
 *
 * <p>Powers are computed in double and rounded once. Whole exponents up to 64 use multiplications. Others use {@link
 * StrictMath#pow}, which takes some 100 ns an element. {@link Sqrt} computes square roots faster.
 *
 * <p>Threads: one at a time.
 */
public final class Pow extends Unary {
    private static final int MOST_FACTORS = 64;

    private final double exponent;

    Pow(Tensor x, float exponent) {
        super("pow", x, Slabs.COSTLY);
        this.exponent = exponent;
        readsInBackward(x);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) power(x[xo + i], exponent);
        }
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        float[] value = x.array();
        int at = at(x, from);
        for (int i = 0; i < n && exponent != 0; i++) {
            float slope = (float) (exponent * power(value[at + i], exponent - 1));
            dx[dxo + i] = Math.fma(slope, dy[dyo + i], dx[dxo + i]);
        }
    }

    private static double power(double x, double p) {
        if (p != Math.rint(p) || Math.abs(p) > MOST_FACTORS) {
            return StrictMath.pow(x, p);
        }
        double result = 1;
        double square = x;
        for (int rest = (int) Math.abs(p); rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                result *= square;
            }
            square *= square;
        }
        return p < 0 ? 1 / result : result;
    }
}
