package org.almt.core.kernel.simd;

import org.almt.core.kernel.BlockedAttention;
import org.almt.core.kernel.Kernels;

/** The kernels on the Vector API, at the width of {@link Width}. Each method's loop is in the class that it names. */
public final class SimdKernels implements Kernels {
    private final BlockedAttention attention = new BlockedAttention(this, new SimdAttentionPasses());

    /** The vector kernels; they hold no state. */
    public SimdKernels() {}

    @Override
    public String name() {
        return "simd-" + Width.BITS;
    }

    @Override
    public void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        SimdGemm.gemm(transA, transB, m, n, k, a, ao, lda, b, bo, ldb, c, co, ldc, accumulate);
    }

    @Override
    public void pack(boolean transB, int n, int k, int from, int count, float[] b, int bo, int ldb, float[] packed) {
        SimdGemm.pack(transB, n, k, from, count, b, bo, ldb, packed);
    }

    @Override
    public void gemmPacked(
            boolean transA, int m, int n, int k,
            float[] a, int ao, int lda, float[] packed, float[] c, int co, int ldc, boolean accumulate) {
        SimdGemm.gemmPacked(transA, m, n, k, a, ao, lda, packed, c, co, ldc, accumulate);
    }

    @Override
    public void add(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        SimdElementwise.add(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void subtract(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        SimdElementwise.subtract(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void multiply(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        SimdElementwise.multiply(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void divide(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        SimdElementwise.divide(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void scale(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        SimdElementwise.scale(n, alpha, x, xo, z, zo);
    }

    @Override
    public void shift(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        SimdElementwise.shift(n, alpha, x, xo, z, zo);
    }

    @Override
    public void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo) {
        SimdElementwise.addScaled(n, alpha, x, xo, y, yo);
    }

    @Override
    public void addProduct(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        SimdElementwise.addProduct(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void exp(int n, float[] x, int xo, float[] y, int yo) {
        SimdActivations.exp(n, x, xo, y, yo);
    }

    @Override
    public void gelu(int n, float[] x, int xo, float[] y, int yo) {
        SimdActivations.gelu(n, x, xo, y, yo);
    }

    @Override
    public void geluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        SimdActivations.geluBackward(n, x, xo, dy, dyo, dx, dxo);
    }

    @Override
    public void tanh(int n, float[] x, int xo, float[] y, int yo) {
        SimdActivations.tanh(n, x, xo, y, yo);
    }

    @Override
    public void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
        SimdActivations.sigmoid(n, x, xo, y, yo);
    }

    @Override
    public void relu(int n, float[] x, int xo, float[] y, int yo) {
        SimdElementwise.relu(n, x, xo, y, yo);
    }

    @Override
    public void reluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        SimdElementwise.reluBackward(n, x, xo, dy, dyo, dx, dxo);
    }

    @Override
    public float sum(int n, float[] x, int xo) {
        return SimdReductions.sum(n, x, xo);
    }

    @Override
    public float dot(int n, float[] x, int xo, float[] y, int yo) {
        return SimdReductions.dot(n, x, xo, y, yo);
    }

    @Override
    public void columnSum(int rows, int width, float[] x, int xo, int stride, float[] out, int oo) {
        SimdReductions.columnSum(rows, width, x, xo, stride, out, oo);
    }

    @Override
    public void softmax(int rows, int width, float[] x, int xo, float[] y, int yo) {
        SimdSoftmax.forward(rows, width, x, xo, y, yo);
    }

    @Override
    public void softmaxBackward(int rows, int width, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        SimdSoftmax.backward(rows, width, y, yo, dy, dyo, dx, dxo);
    }

    @Override
    public void layerNorm(
            int rows, int width, float eps, float[] x, int xo, float[] gamma, int go, float[] beta, int bo,
            float[] y, int yo, float[] mean, int mo, float[] rstd, int ro) {
        SimdLayerNorm.forward(rows, width, eps, x, xo, gamma, go, beta, bo, y, yo, mean, mo, rstd, ro);
    }

    @Override
    public void layerNormBackward(
            int rows, int width, float[] x, int xo, float[] gamma, int go, float[] mean, int mo, float[] rstd, int ro,
            float[] dy, int dyo, float[] dx, int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
        SimdLayerNormBackward.backward(
                rows, width, x, xo, gamma, go, mean, mo, rstd, ro, dy, dyo, dx, dxo, dgamma, dgo, dbeta, dbo);
    }

    @Override
    public void attention(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs, float[] mask, int mo,
            float[] out, int oo, int os, float[] logSum, int lo) {
        attention.forward(
                queries, keys, size, valueSize, scale, q, qo, qs, k, ko, ks, v, vo, vs, mask, mo, out, oo, os, logSum,
                lo);
    }

    @Override
    public void attentionBackward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs, float[] mask, int mo,
            float[] logSum, int lo, float[] dout, int doo, int dos,
            float[] dq, int dqo, float[] dk, int dko, float[] dv, int dvo) {
        attention.backward(
                queries, keys, size, valueSize, scale, q, qo, qs, k, ko, ks, v, vo, vs, mask, mo, logSum, lo, dout, doo,
                dos, dq, dqo, dk, dko, dv, dvo);
    }

    @Override
    public void adamw(
            int n, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo,
            float keep, float beta1, float beta2, float stepSize, float sqrtCorrection2, float eps) {
        SimdAdamW.step(n, p, po, g, go, m, mo, v, vo, keep, beta1, beta2, stepSize, sqrtCorrection2, eps);
    }
}
