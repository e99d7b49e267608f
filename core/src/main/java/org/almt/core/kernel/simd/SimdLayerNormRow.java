package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.almt.core.kernel.Lanes;

/**
 * The forward pass of layer normalisation for rows of {@value #WIDTH} elements, if a vector holds all 16 lanes. The row
 * is read once and stays in eight registers, beside those of gamma and beta. The tree of {@link Lanes#sum} is four
 * exchanges of lanes. All lanes then hold the sum, so nothing leaves the vectors between the passes.
 */
final class SimdLayerNormRow {
    static final int WIDTH = 8 * Lanes.COUNT;

    /** Exchanges lanes at distance 8, and so on. */
    static final VectorShuffle<Float> BY_8 = exchange(8);
    static final VectorShuffle<Float> BY_4 = exchange(4);
    static final VectorShuffle<Float> BY_2 = exchange(2);
    static final VectorShuffle<Float> BY_1 = exchange(1);

    private SimdLayerNormRow() {}

    private static VectorShuffle<Float> exchange(int distance) {
        return VectorShuffle.fromOp(FLOAT, lane -> lane ^ distance % LANES);
    }

    static void forward(
            int rows, float eps, float[] x, int xo, float[] gamma, int go, float[] beta, int bo, float[] y, int yo,
            float[] mean, int mo, float[] rstd, int ro) {
        FloatVector g0 = FloatVector.fromArray(FLOAT, gamma, go);
        FloatVector b0 = FloatVector.fromArray(FLOAT, beta, bo);
        FloatVector g1 = FloatVector.fromArray(FLOAT, gamma, go + LANES);
        FloatVector b1 = FloatVector.fromArray(FLOAT, beta, bo + LANES);
        FloatVector g2 = FloatVector.fromArray(FLOAT, gamma, go + 2 * LANES);
        FloatVector b2 = FloatVector.fromArray(FLOAT, beta, bo + 2 * LANES);
        FloatVector g3 = FloatVector.fromArray(FLOAT, gamma, go + 3 * LANES);
        FloatVector b3 = FloatVector.fromArray(FLOAT, beta, bo + 3 * LANES);
        FloatVector g4 = FloatVector.fromArray(FLOAT, gamma, go + 4 * LANES);
        FloatVector b4 = FloatVector.fromArray(FLOAT, beta, bo + 4 * LANES);
        FloatVector g5 = FloatVector.fromArray(FLOAT, gamma, go + 5 * LANES);
        FloatVector b5 = FloatVector.fromArray(FLOAT, beta, bo + 5 * LANES);
        FloatVector g6 = FloatVector.fromArray(FLOAT, gamma, go + 6 * LANES);
        FloatVector b6 = FloatVector.fromArray(FLOAT, beta, bo + 6 * LANES);
        FloatVector g7 = FloatVector.fromArray(FLOAT, gamma, go + 7 * LANES);
        FloatVector b7 = FloatVector.fromArray(FLOAT, beta, bo + 7 * LANES);
        FloatVector zero = FloatVector.zero(FLOAT);
        for (int r = 0; r < rows; r++) {
            int at = xo + r * WIDTH;
            FloatVector x0 = FloatVector.fromArray(FLOAT, x, at);
            FloatVector x1 = FloatVector.fromArray(FLOAT, x, at + LANES);
            FloatVector x2 = FloatVector.fromArray(FLOAT, x, at + 2 * LANES);
            FloatVector x3 = FloatVector.fromArray(FLOAT, x, at + 3 * LANES);
            FloatVector x4 = FloatVector.fromArray(FLOAT, x, at + 4 * LANES);
            FloatVector x5 = FloatVector.fromArray(FLOAT, x, at + 5 * LANES);
            FloatVector x6 = FloatVector.fromArray(FLOAT, x, at + 6 * LANES);
            FloatVector x7 = FloatVector.fromArray(FLOAT, x, at + 7 * LANES);
            FloatVector s = zero.add(x0).add(x1).add(x2).add(x3).add(x4).add(x5).add(x6).add(x7);
            s = s.add(s.rearrange(BY_8));
            s = s.add(s.rearrange(BY_4));
            s = s.add(s.rearrange(BY_2));
            s = s.add(s.rearrange(BY_1));
            // dividing by a power of two is exact, and so is multiplying by its inverse
            FloatVector mu = s.mul(1f / WIDTH);
            x0 = x0.sub(mu);
            x1 = x1.sub(mu);
            x2 = x2.sub(mu);
            x3 = x3.sub(mu);
            x4 = x4.sub(mu);
            x5 = x5.sub(mu);
            x6 = x6.sub(mu);
            x7 = x7.sub(mu);
            s = x0.mul(x0);
            s = x1.fma(x1, s);
            s = x2.fma(x2, s);
            s = x3.fma(x3, s);
            s = x4.fma(x4, s);
            s = x5.fma(x5, s);
            s = x6.fma(x6, s);
            s = x7.fma(x7, s);
            s = s.add(s.rearrange(BY_8));
            s = s.add(s.rearrange(BY_4));
            s = s.add(s.rearrange(BY_2));
            s = s.add(s.rearrange(BY_1));
            float scale = 1 / (float) Math.sqrt(s.lane(0) * (1f / WIDTH) + eps);
            mean[mo + r] = mu.lane(0);
            rstd[ro + r] = scale;
            FloatVector f = FloatVector.broadcast(FLOAT, scale);
            int to = yo + r * WIDTH;
            x0.mul(f).fma(g0, b0).intoArray(y, to);
            x1.mul(f).fma(g1, b1).intoArray(y, to + LANES);
            x2.mul(f).fma(g2, b2).intoArray(y, to + 2 * LANES);
            x3.mul(f).fma(g3, b3).intoArray(y, to + 3 * LANES);
            x4.mul(f).fma(g4, b4).intoArray(y, to + 4 * LANES);
            x5.mul(f).fma(g5, b5).intoArray(y, to + 5 * LANES);
            x6.mul(f).fma(g6, b6).intoArray(y, to + 6 * LANES);
            x7.mul(f).fma(g7, b7).intoArray(y, to + 7 * LANES);
        }
    }
}
