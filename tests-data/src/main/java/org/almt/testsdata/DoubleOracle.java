package org.almt.testsdata;

import java.util.function.ToDoubleFunction;

/**
 * Derivatives of a function written in double, by five-point central differences: the oracle of every gradient.
 *
 * <pre>
 * f'(x) = (8 (f(x+h) - f(x-h)) - (f(x+2h) - f(x-2h))) / 12h + O(h^4)
 * </pre>
 *
 * With h = 2^-9 both the truncation and the rounding error of a smooth function of size 1 are near 1e-12, five digits
 * below what float can show. The function must be smooth within 2h of where it is asked.
 */
public final class DoubleOracle {
    /** The step h. */
    public static final double STEP = 0x1p-9;

    private DoubleOracle() {}

    /** The gradient of {@code f} at {@code x}. */
    public static double[] gradient(ToDoubleFunction<double[]> f, double[] x) {
        double[] gradient = new double[x.length];
        double[] direction = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            direction[i] = 1;
            gradient[i] = directional(f, x, direction);
            direction[i] = 0;
        }
        return gradient;
    }

    /** The derivative of {@code f(x + t direction)} by t at 0; elements of the direction should not exceed 1. */
    public static double directional(ToDoubleFunction<double[]> f, double[] x, double[] direction) {
        double near = at(f, x, direction, STEP) - at(f, x, direction, -STEP);
        double far = at(f, x, direction, 2 * STEP) - at(f, x, direction, -2 * STEP);
        return (8 * near - far) / (12 * STEP);
    }

    private static double at(ToDoubleFunction<double[]> f, double[] x, double[] direction, double t) {
        double[] moved = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            moved[i] = x[i] + t * direction[i];
        }
        return f.applyAsDouble(moved);
    }
}
