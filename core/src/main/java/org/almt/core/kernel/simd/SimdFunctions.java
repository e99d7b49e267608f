package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.Functions;
import org.almt.core.kernel.Scratch;
import org.almt.core.kernel.plain.PlainFunctions;

/**
 * The functions of {@code FloatMath} that are built on exp. Each makes three passes over a block in the first-level
 * cache: the exponents, {@link SimdExp}, and the rest.
 */
final class SimdFunctions implements Functions {
    private static final PlainFunctions PLAIN = new PlainFunctions();
    private static final Scratch EXPONENTIALS = new Scratch();

    @Override
    public void exp(int n, float[] x, int xo, float[] y, int yo) {
        SimdExp.exp(n, 1, x, xo, 0, y, yo);
    }

    @Override
    public void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
        Tails.over(n, x, xo, y, yo, SimdFunctions::sigmoidVectors);
    }

    @Override
    public void tanh(int n, float[] x, int xo, float[] y, int yo) {
        Tails.over(n, x, xo, y, yo, SimdFunctions::tanhVectors);
    }

    @Override
    public void gelu(int n, float[] x, int xo, float[] y, int yo) {
        Tails.over(n, x, xo, y, yo, SimdGelu::vectors);
    }

    @Override
    public void geluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += Tails.BLOCK) {
            SimdGelu.backwardVectors(Math.min(Tails.BLOCK, whole - i), x, xo + i, dy, dyo + i, dx, dxo + i);
        }
        PLAIN.geluBackward(n - whole, x, xo + whole, dy, dyo + whole, dx, dxo + whole);
    }

    @Override
    public void log(int n, float[] x, int xo, float[] y, int yo) {
        Tails.over(n, x, xo, y, yo, SimdLog::vectors);
    }

    @Override
    public void softplus(int n, float[] x, int xo, float[] y, int yo) {
        Tails.over(n, x, xo, y, yo, SimdLog::softplusVectors);
    }

    @Override
    public void relu(int n, float[] x, int xo, float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + i).max(0).intoArray(y, yo + i);
        }
        PLAIN.relu(n - whole, x, xo + whole, y, yo + whole);
    }

    @Override
    public void reluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            VectorMask<Float> positive = FloatVector.fromArray(FLOAT, x, xo + i).compare(VectorOperators.GT, 0);
            FloatVector dyi = FloatVector.fromArray(FLOAT, dy, dyo + i);
            FloatVector.fromArray(FLOAT, dx, dxo + i).add(dyi, positive).intoArray(dx, dxo + i);
        }
        PLAIN.reluBackward(n - whole, x, xo + whole, dy, dyo + whole, dx, dxo + whole);
    }

    private static void sigmoidVectors(int n, float[] x, int xo, float[] y, int yo) {
        float[] z = EXPONENTIALS.floats(Tails.BLOCK);
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + i).abs().neg().intoArray(z, i);
        }
        SimdExp.vectors(n, 1, z, 0, 0, z, 0);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        for (int i = 0; i < n; i += LANES) {
            FloatVector zi = FloatVector.fromArray(FLOAT, z, i);
            FloatVector xi = FloatVector.fromArray(FLOAT, x, xo + i);
            one.blend(zi, xi.compare(VectorOperators.LT, 0)).div(zi.add(1)).intoArray(y, yo + i);
        }
    }

    private static void tanhVectors(int n, float[] x, int xo, float[] y, int yo) {
        float[] z = EXPONENTIALS.floats(Tails.BLOCK);
        for (int i = 0; i < n; i += LANES) {
            FloatVector magnitude = FloatVector.fromArray(FLOAT, x, xo + i).abs();
            magnitude.add(magnitude).intoArray(z, i);
        }
        SimdExp.vectors(n, 1, z, 0, 0, z, 0);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector two = FloatVector.broadcast(FLOAT, 2);
        for (int i = 0; i < n; i += LANES) {
            FloatVector xi = FloatVector.fromArray(FLOAT, x, xo + i);
            FloatVector large = one.sub(two.div(FloatVector.fromArray(FLOAT, z, i).add(1)));
            large = large.blend(large.neg(), xi.compare(VectorOperators.LT, 0));
            FloatVector t = xi.mul(xi);
            FloatVector p = FloatVector.broadcast(FLOAT, FloatMath.T4);
            p = p.fma(t, FloatVector.broadcast(FLOAT, FloatMath.T3));
            p = p.fma(t, FloatVector.broadcast(FLOAT, FloatMath.T2));
            p = p.fma(t, FloatVector.broadcast(FLOAT, FloatMath.T1));
            p = p.fma(t, FloatVector.broadcast(FLOAT, FloatMath.T0));
            FloatVector small = xi.mul(p.fma(t, one));
            small.blend(large, xi.abs().compare(VectorOperators.GT, FloatMath.TANH_SMALL)).intoArray(y, yo + i);
        }
    }
}
