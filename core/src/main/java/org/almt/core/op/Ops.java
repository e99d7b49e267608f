package org.almt.core.op;

import org.almt.core.Indices;
import org.almt.core.Tensor;

/**
 * All operations on tensors, one line each; the class of the same name in this package holds formula, forward and
 * backward. Meant to be imported statically.
 *
 * <p>Every method throws {@link IllegalArgumentException} for shapes that do not fit, and says which rule they break.
 */
public final class Ops {
    private Ops() {}

    // ------------------------------------------------------------------ products

    /** Matrix product over the last two axes: [..., M, K] x [..., K, N] or [K, N] gives [..., M, N]. */
    public static Tensor matmul(Tensor a, Tensor b) {
        return new MatMul(a, false, b, false).apply();
    }

    /** Matrix product of stored matrices, each transposed where told; see {@link #matmul(Tensor, Tensor)}. */
    public static Tensor matmul(Tensor a, boolean transA, Tensor b, boolean transB) {
        return new MatMul(a, transA, b, transB).apply();
    }

    /** x W^T + b: [..., I] with weight [O, I] and bias [O], or null for none, gives [..., O]. */
    public static Tensor linear(Tensor x, Tensor weight, Tensor biasOrNull) {
        return new Linear(x, weight, biasOrNull).apply();
    }

    /** Multi-head attention without a mask: q [B,N,H*E], k [B,M,H*E], v [B,M,H*F] give [B,N,H*F]. */
    public static Tensor attention(Tensor q, Tensor k, Tensor v, int heads, float scale) {
        return new Attention(q, k, v, heads, scale, null).apply();
    }

    /** Multi-head attention: softmax(scale q k^T + mask) v, the mask [B,M] being 0, or -infinity to hide a key. */
    public static Tensor attention(Tensor q, Tensor k, Tensor v, int heads, float scale, Tensor keyMask) {
        return new Attention(q, k, v, heads, scale, keyMask).apply();
    }

    /**
     * Multi-head attention with a mask [N,M] that each query has of its own, 0 or -infinity to hide a key, or null: q
     * [B,N,H*E], k [B,M,H*E], v [B,M,H*F] give [B,N,H*F].
     */
    public static Tensor maskedAttention(
            Tensor q, Tensor k, Tensor v, int heads, float scale, Tensor maskOrNull) {
        return new MaskedAttention(q, k, v, heads, scale, maskOrNull, null).apply();
    }

    /** {@link #maskedAttention(Tensor, Tensor, Tensor, int, float, Tensor)} with dropout of the probabilities. */
    public static Tensor maskedAttention(
            Tensor q, Tensor k, Tensor v, int heads, float scale, Tensor maskOrNull, float p, DropoutSource source) {
        DropoutMask random = new DropoutMask("maskedAttention", p, source);
        return new MaskedAttention(q, k, v, heads, scale, maskOrNull, random).apply();
    }

    /**
     * Multi-head self-attention of samples whose rows lie one after another, sample b from {@code starts[b]} to before
     * {@code starts[b+1]}, at most {@code longest} each: q, k [R,H*E], v [R,H*F] give [R,H*F]; 0 in rows of no sample.
     *
     * @param keyMask [R], 0 or -infinity to hide a key, or null
     */
    public static Tensor packedAttention(
            Tensor q, Tensor k, Tensor v, Indices starts, int longest, int heads, float scale, Tensor keyMask) {
        return new PackedAttention(q, k, v, starts, longest, heads, scale, keyMask, null, null).apply();
    }

    /**
     * {@link #packedAttention(Tensor, Tensor, Tensor, Indices, int, int, float, Tensor)} with dropout of the
     * probabilities; for training only.
     *
     * @param rowNumbers one for each row, which decide what is dropped as in {@link #dropout(Tensor, float,
     *     DropoutSource, Indices)}, or null for 0, 1, 2, …
     */
    public static Tensor packedAttention(
            Tensor q, Tensor k, Tensor v, Indices starts, int longest, int heads, float scale, Tensor keyMask, float p,
            DropoutSource source, Indices rowNumbers) {
        DropoutMask random = new DropoutMask("packedAttention", p, source);
        return new PackedAttention(q, k, v, starts, longest, heads, scale, keyMask, random, rowNumbers).apply();
    }

    // ------------------------------------------------------------------ elementwise, two sides (NumPy broadcasting)

    /** x + y. */
    public static Tensor add(Tensor x, Tensor y) {
        return new Add(x, y).apply();
    }

    /** x - y. */
    public static Tensor sub(Tensor x, Tensor y) {
        return new Sub(x, y).apply();
    }

    /** x y. */
    public static Tensor mul(Tensor x, Tensor y) {
        return new Mul(x, y).apply();
    }

    /** x / y. */
    public static Tensor div(Tensor x, Tensor y) {
        return new Div(x, y).apply();
    }

    // ------------------------------------------------------------------ elementwise, one side

    /** alpha x. */
    public static Tensor scale(Tensor x, float alpha) {
        return new Scale(x, alpha).apply();
    }

    /** x + alpha. */
    public static Tensor addScalar(Tensor x, float alpha) {
        return new AddScalar(x, alpha).apply();
    }

    /** x / 2 (1 + erf(x / sqrt 2)). */
    public static Tensor gelu(Tensor x) {
        return new Gelu(x).apply();
    }

    /** max(x, 0). */
    public static Tensor relu(Tensor x) {
        return new Relu(x).apply();
    }

    /** tanh(x). */
    public static Tensor tanh(Tensor x) {
        return new Tanh(x).apply();
    }

    /** 1 / (1 + exp(-x)). */
    public static Tensor sigmoid(Tensor x) {
        return new Sigmoid(x).apply();
    }

    /** exp(x). */
    public static Tensor exp(Tensor x) {
        return new Exp(x).apply();
    }

    /** log(x), to the base e. */
    public static Tensor log(Tensor x) {
        return new Log(x).apply();
    }

    /** The square root of x; its gradient at 0 is 0. */
    public static Tensor sqrt(Tensor x) {
        return new Sqrt(x).apply();
    }

    /** Each number zeroed with probability p, else divided by 1 - p; for training only. */
    public static Tensor dropout(Tensor x, float p, DropoutSource source) {
        return new Dropout(x, p, source, null).apply();
    }

    /** Dropout in which rows have numbers of their own, one each, that decide which of their elements are zeroed. */
    public static Tensor dropout(Tensor x, float p, DropoutSource source, Indices rowNumbers) {
        return new Dropout(x, p, source, rowNumbers).apply();
    }

    // ------------------------------------------------------------------ along the last axis

    /** exp(x) / sum of exp(x) over the last axis. */
    public static Tensor softmax(Tensor x) {
        return new Softmax(x).apply();
    }

    /** (x - mean) / sqrt(variance + eps) gamma + beta over the last axis, of size D; gamma and beta [D], or null. */
    public static Tensor layerNorm(Tensor x, Tensor gammaOrNull, Tensor betaOrNull, float eps) {
        return new LayerNorm(x, gammaOrNull, betaOrNull, eps).apply();
    }

    // ------------------------------------------------------------------ down the rows

    /**
     * (x - mean) / sqrt(variance + eps) gamma + beta with the mean and variance of each of the D columns of x [N,D], N at
     * least 2; gamma and beta [D]. Each run moves the running mean and variance [D] by {@code momentum} towards those of
     * x; they get no gradient.
     */
    public static Tensor batchNorm(
            Tensor x, Tensor gamma, Tensor beta, float eps, Tensor runningMean, Tensor runningVariance,
            float momentum) {
        return new BatchNorm(x, gamma, beta, eps, runningMean, runningVariance, momentum).apply();
    }

    /** The same with a given mean and variance [D], which get no gradient. */
    public static Tensor batchNorm(
            Tensor x, Tensor gamma, Tensor beta, float eps, Tensor mean, Tensor variance) {
        return new BatchNorm(x, gamma, beta, eps, mean, variance, null).apply();
    }

    // ------------------------------------------------------------------ rows by number

    /** Rows of a table [N,D] by their numbers, R of them: gives [R,D], with zeros for the number -1. */
    public static Tensor embedding(Tensor table, Indices ids) {
        return new Embedding(table, ids, -1).apply();
    }

    /** {@link #embedding(Tensor, Indices)} with one row that gets no gradient: that of padding. */
    public static Tensor embedding(Tensor table, Indices ids, int paddingId) {
        return new Embedding(table, ids, paddingId).apply();
    }

    // ------------------------------------------------------------------ shape

    /** The tensors one after another along an axis. */
    public static Tensor concat(int axis, Tensor... parts) {
        return new Concat(axis, parts).apply();
    }

    /** The indices {@code from} to {@code to - 1} of an axis; a view along the first axis that is not 1. */
    public static Tensor slice(Tensor x, int axis, int from, int to) {
        return new Slice(x, axis, from, to).apply();
    }

    /** Axes of size 1 repeated, and new axes put in front, to the given sizes. */
    public static Tensor expand(Tensor x, int... sizes) {
        return new Expand(x, sizes).apply();
    }

    /** The same numbers under other sizes, of which one may be -1 to follow from the rest; a view. */
    public static Tensor reshape(Tensor x, int... sizes) {
        return new Reshape(x, sizes).apply();
    }

    /** Two axes exchanged. */
    public static Tensor transpose(Tensor x, int firstAxis, int secondAxis) {
        return new Transpose(x, firstAxis, secondAxis).apply();
    }

    // ------------------------------------------------------------------ reductions

    /** The sum of all numbers, a scalar. */
    public static Tensor sum(Tensor x) {
        return new Sum(x, null).apply();
    }

    /** The sum over an axis, which disappears. */
    public static Tensor sum(Tensor x, int axis) {
        return new Sum(x, axis).apply();
    }

    /** The mean of all numbers, a scalar. */
    public static Tensor mean(Tensor x) {
        return new Mean(x, null).apply();
    }

    /** The mean over an axis, which disappears. */
    public static Tensor mean(Tensor x, int axis) {
        return new Mean(x, axis).apply();
    }

    // ------------------------------------------------------------------ matrices

    /** The logarithm of the determinant of a positive definite matrix [K,K], a scalar; 0 of any other, without gradient. */
    public static Tensor logDet(Tensor x) {
        return new LogDet(x).apply();
    }

    // ------------------------------------------------------------------ losses, mean over all numbers

    /** The mean of (prediction - target)². */
    public static Tensor mseLoss(Tensor prediction, Tensor target) {
        return new MseLoss(prediction, target).apply();
    }

    /** The mean of |prediction - target|. */
    public static Tensor l1Loss(Tensor prediction, Tensor target) {
        return new L1Loss(prediction, target).apply();
    }

    /** The mean of d²/2 where |d| &lt;= delta, else delta (|d| - delta/2), with d = prediction - target. */
    public static Tensor huberLoss(Tensor prediction, Tensor target, float delta) {
        return new HuberLoss(prediction, target, delta).apply();
    }
}
