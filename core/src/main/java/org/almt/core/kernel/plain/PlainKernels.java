package org.almt.core.kernel.plain;

import org.almt.core.kernel.BlockedAttention;
import org.almt.core.kernel.Kernels;

/** The kernels in plain Java: the definition of every bit. Each method's loop is in the class that it names. */
public final class PlainKernels implements Kernels {
    private final BlockedAttention attention = new BlockedAttention(this, new PlainAttentionPasses());

    /** The scalar kernels; they hold no state. */
    public PlainKernels() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        PlainGemm.gemm(transA, transB, m, n, k, a, ao, lda, b, bo, ldb, c, co, ldc, accumulate);
    }

    @Override
    public void pack(boolean transB, int n, int k, int from, int count, float[] b, int bo, int ldb, float[] packed) {
        PlainGemm.pack(transB, n, k, from, count, b, bo, ldb, packed);
    }

    @Override
    public void gemmPacked(
            boolean transA, int m, int n, int k,
            float[] a, int ao, int lda, float[] packed, float[] c, int co, int ldc, boolean accumulate) {
        PlainGemm.gemmPacked(transA, m, n, k, a, ao, lda, packed, c, co, ldc, accumulate);
    }

    @Override
    public void add(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        PlainElementwise.add(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void subtract(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        PlainElementwise.subtract(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void multiply(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        PlainElementwise.multiply(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void divide(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        PlainElementwise.divide(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void scale(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        PlainElementwise.scale(n, alpha, x, xo, z, zo);
    }

    @Override
    public void shift(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        PlainElementwise.shift(n, alpha, x, xo, z, zo);
    }

    @Override
    public void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo) {
        PlainElementwise.addScaled(n, alpha, x, xo, y, yo);
    }

    @Override
    public void addProduct(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        PlainElementwise.addProduct(n, x, xo, y, yo, z, zo);
    }

    @Override
    public void exp(int n, float[] x, int xo, float[] y, int yo) {
        PlainElementwise.exp(n, x, xo, y, yo);
    }

    @Override
    public void gelu(int n, float[] x, int xo, float[] y, int yo) {
        PlainElementwise.gelu(n, x, xo, y, yo);
    }

    @Override
    public void geluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        PlainElementwise.geluBackward(n, x, xo, dy, dyo, dx, dxo);
    }

    @Override
    public void tanh(int n, float[] x, int xo, float[] y, int yo) {
        PlainElementwise.tanh(n, x, xo, y, yo);
    }

    @Override
    public void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
        PlainElementwise.sigmoid(n, x, xo, y, yo);
    }

    @Override
    public void relu(int n, float[] x, int xo, float[] y, int yo) {
        PlainElementwise.relu(n, x, xo, y, yo);
    }

    @Override
    public void reluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        PlainElementwise.reluBackward(n, x, xo, dy, dyo, dx, dxo);
    }

    @Override
    public float sum(int n, float[] x, int xo) {
        return PlainReductions.sum(n, x, xo);
    }

    @Override
    public float dot(int n, float[] x, int xo, float[] y, int yo) {
        return PlainReductions.dot(n, x, xo, y, yo);
    }

    @Override
    public void columnSum(int rows, int width, float[] x, int xo, int stride, float[] out, int oo) {
        PlainReductions.columnSum(rows, width, x, xo, stride, out, oo);
    }

    @Override
    public void softmax(int rows, int width, float[] x, int xo, float[] y, int yo) {
        PlainSoftmax.forward(rows, width, x, xo, y, yo);
    }

    @Override
    public void softmaxBackward(int rows, int width, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        PlainSoftmax.backward(rows, width, y, yo, dy, dyo, dx, dxo);
    }

    @Override
    public void layerNorm(
            int rows, int width, float eps, float[] x, int xo, float[] gamma, int go, float[] beta, int bo,
            float[] y, int yo, float[] mean, int mo, float[] rstd, int ro) {
        PlainLayerNorm.forward(rows, width, eps, x, xo, gamma, go, beta, bo, y, yo, mean, mo, rstd, ro);
    }

    @Override
    public void layerNormBackward(
            int rows, int width, float[] x, int xo, float[] gamma, int go, float[] mean, int mo, float[] rstd, int ro,
            float[] dy, int dyo, float[] dx, int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
        PlainLayerNorm.backward(
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
        PlainAdamW.step(n, p, po, g, go, m, mo, v, vo, keep, beta1, beta2, stepSize, sqrtCorrection2, eps);
    }
}
