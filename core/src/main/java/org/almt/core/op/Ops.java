package org.almt.core.op;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * All operations on tensors. Each method links to the page of its op. That page gives the formulas of forward and
 * backward, what is saved between them, and the cost.
 *
 * <p>Import the methods statically. Examples are lines of a program with {@code import static org.almt.core.op.Ops.*}.
 * A comment shows the value of the variable that its line declares. A test runs every example and compares the value.
 * Elements of 32 bits are printed with as many digits as distinguish them.
 *
 * <p>Functions that are composed of several ops, such as {@code silu}, {@code variance} or {@code stack}, are in {@link
 * Composed}.
 *
 * <p>Every method throws {@link IllegalArgumentException} for shapes that do not fit. The message states the rule that
 * they break.
 *
 * <p>Threads: safe for many at once.
 */
public final class Ops {
    private Ops() {}

    // ------------------------------------------------------------------ products

    /**
     * Matrix product over the last two axes: [..., M, K] x [..., K, N] or [K, N] gives [..., M, N]. See {@link MatMul}.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
     * Tensor b = Tensor.of(new float[] {5, 6, 7, 8}, 2, 2);
     * Tensor c = matmul(a, b); // [[19, 22], [43, 50]]
     * }
     */
    public static Tensor matmul(Tensor a, Tensor b) {
        return new MatMul(a, false, b, false).apply();
    }

    /**
     * Matrix product of stored matrices, each transposed if requested. See {@link MatMul}.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
     * Tensor b = Tensor.of(new float[] {5, 6, 7, 8}, 2, 2);
     * Tensor c = matmul(a, false, b, true); // [[17, 23], [39, 53]]
     * }
     */
    public static Tensor matmul(Tensor a, boolean transA, Tensor b, boolean transB) {
        return new MatMul(a, transA, b, transB).apply();
    }

    /**
     * x W^T + b: x [..., I] with weight [O, I] gives [..., O]. The bias is [O], or null. See {@link AffineMap}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2}, 1, 2);
     * Tensor weight = Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 3, 2);
     * Tensor bias = Tensor.of(new float[] {0.5f, 0, -1}, 3);
     * Tensor y = linear(x, weight, bias); // [[1.5, 2, 2]]
     * }
     */
    public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return new AffineMap(x, weight, bias).apply();
    }

    /**
     * Multi-head attention without a mask: q [B, N, H*E], k [B, M, H*E], v [B, M, H*F] give [B, N, H*F]. See {@link
     * Attention}; its table shows which attention to use.
     *
     * {@snippet :
     * Tensor q = Tensor.of(new float[] {1, 0}, 1, 1, 2);
     * Tensor k = Tensor.of(new float[] {1, 0, 0, 1}, 1, 2, 2);
     * Tensor v = Tensor.of(new float[] {10, 20}, 1, 2, 1);
     * Tensor out = attention(q, k, v, 1, 1); // [[[12.689415]]]
     * }
     */
    public static Tensor attention(Tensor q, Tensor k, Tensor v, int heads, float scale) {
        return new Attention(q, k, v, heads, scale, null, false).apply();
    }

    /**
     * Multi-head attention in which each query sees the keys up to its own position, and the last query sees all keys:
     * q [B, N, H*E], k [B, M, H*E], v [B, M, H*F] give [B, N, H*F]. See {@link Attention}.
     *
     * {@snippet :
     * Tensor q = Tensor.of(new float[] {1, 0, 1, 0}, 1, 2, 2);
     * Tensor k = Tensor.of(new float[] {1, 0, 0, 1}, 1, 2, 2);
     * Tensor v = Tensor.of(new float[] {10, 20}, 1, 2, 1);
     * Tensor out = causalAttention(q, k, v, 1, 1); // [[[10], [12.689415]]]
     * }
     *
     * @throws IllegalArgumentException if there are more queries than keys (the first query would see none), or the
     *     scale is not above 0
     */
    public static Tensor causalAttention(Tensor q, Tensor k, Tensor v, int heads, float scale) {
        return new Attention(q, k, v, heads, scale, null, true).apply();
    }

    /**
     * Multi-head attention: softmax(scale q k^T + mask) v. The mask [B, M] is 0, or -infinity to hide a key. See {@link
     * Attention}.
     *
     * {@snippet :
     * Tensor q = Tensor.of(new float[] {1, 0}, 1, 1, 2);
     * Tensor k = Tensor.of(new float[] {1, 0, 0, 1}, 1, 2, 2);
     * Tensor v = Tensor.of(new float[] {10, 20}, 1, 2, 1);
     * Tensor hideFirst = Tensor.of(new float[] {Float.NEGATIVE_INFINITY, 0}, 1, 2);
     * Tensor out = attention(q, k, v, 1, 1, hideFirst); // [[[20]]]
     * }
     *
     * @throws IllegalArgumentException if the mask hides all keys of a sample, holds only 1 and 0 (which would hide
     *     nothing), has another shape, or requires a gradient; elements are checked when the op runs
     */
    public static Tensor attention(Tensor q, Tensor k, Tensor v, int heads, float scale, @Nullable Tensor keyMask) {
        return new Attention(q, k, v, heads, scale, keyMask, false).apply();
    }

    /**
     * Multi-head attention with a mask [N, M], one row for each query: 0, or -infinity to hide a key. The mask may be
     * null. q [B, N, H*E], k [B, M, H*E], v [B, M, H*F] give [B, N, H*F]. See {@link MaskedAttention}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3}, 1, 3, 1);
     * float hide = Float.NEGATIVE_INFINITY;
     * Tensor past = Tensor.of(new float[] {0, hide, hide, 0, 0, hide, 0, 0, 0}, 3, 3);
     * Tensor out = maskedAttention(x, x, x, 1, 1, past); // [[[1], [1.8807969], [2.9479747]]]
     * }
     */
    public static Tensor maskedAttention(
            Tensor q, Tensor k, Tensor v, int heads, float scale, @Nullable Tensor mask) {
        return new MaskedAttention(q, k, v, heads, scale, mask, null).apply();
    }

    /**
     * {@link #maskedAttention(Tensor, Tensor, Tensor, int, float, Tensor)} with dropout of the probabilities.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3}, 1, 3, 1);
     * DropoutSource source = new DropoutSource(7);
     * Tensor out = maskedAttention(x, x, x, 1, 1, null, 0.5f, source); // [[[1.1589749], [5.701874], [5.7019815]]]
     * }
     */
    public static Tensor maskedAttention(
            Tensor q, Tensor k, Tensor v, int heads, float scale, @Nullable Tensor mask, float p,
            DropoutSource source) {
        Checks.given("Ops.maskedAttention", "source", source);
        DropoutMask random = new DropoutMask("maskedAttention", p, source);
        return new MaskedAttention(q, k, v, heads, scale, mask, random).apply();
    }

    /**
     * Multi-head self-attention of samples whose rows lie one after another. Sample b has the rows from {@code
     * starts[b]} to before {@code starts[b+1]}, at most {@code longest}. q, k [R, H*E], v [R, H*F] give [R, H*F], with
     * 0 in rows of no sample. See {@link PackedAttention}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3}, 3, 1);
     * Indices starts = Indices.of(0, 1, 3); // a sample of one row, then one of two
     * Tensor out = packedAttention(x, x, x, starts, 2, 1, 1, null); // [[1], [2.880797], [2.9525743]]
     * }
     *
     * @param keyMask [R], 0 or -infinity to hide a key, or null
     */
    public static Tensor packedAttention(
            Tensor q, Tensor k, Tensor v, Indices starts, int longest, int heads, float scale,
            @Nullable Tensor keyMask) {
        return new PackedAttention(q, k, v, starts, longest, heads, scale, keyMask, null, null).apply();
    }

    /**
     * {@link #packedAttention(Tensor, Tensor, Tensor, Indices, int, int, float, Tensor)} with dropout of the
     * probabilities. For training only.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3}, 3, 1);
     * Indices starts = Indices.of(0, 1, 3);
     * DropoutSource drop = new DropoutSource(7);
     * Tensor y = packedAttention(x, x, x, starts, 2, 1, 1, null, 0.5f, drop, null); // [[2], [5.2847824], [5.9051485]]
     * }
     *
     * @param rowNumbers one number for each row, which decides what is dropped as in {@link #dropout(Tensor, float,
     *     DropoutSource, Indices)}; null means 0, 1, 2, …
     */
    public static Tensor packedAttention(
            Tensor q, Tensor k, Tensor v, Indices starts, int longest, int heads, float scale, @Nullable Tensor keyMask,
            float p,
            DropoutSource source, @Nullable Indices rowNumbers) {
        Checks.given("Ops.packedAttention", "source", source);
        DropoutMask random = new DropoutMask("packedAttention", p, source);
        return new PackedAttention(q, k, v, starts, longest, heads, scale, keyMask, random, rowNumbers).apply();
    }

    // ------------------------------------------------------------------ elementwise, two sides (NumPy broadcasting)

    /**
     * x + y. See {@link Add}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
     * Tensor row = Tensor.of(new float[] {10, 20}, 2);
     * Tensor z = add(x, row); // [[11, 22], [13, 24]]
     * }
     */
    public static Tensor add(Tensor x, Tensor y) {
        return new Add(x, y).apply();
    }

    /**
     * x - y. See {@link Sub}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
     * Tensor column = Tensor.of(new float[] {1, 3}, 2, 1);
     * Tensor z = sub(x, column); // [[0, 1], [0, 1]]
     * }
     */
    public static Tensor sub(Tensor x, Tensor y) {
        return new Sub(x, y).apply();
    }

    /**
     * x y. See {@link Mul}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requiresGrad(true);
     * Tensor z = mul(x, x); // [1, 4, 9]
     * sum(z).backward();
     * Tensor dx = x.grad(); // [2, 4, 6]
     * }
     */
    public static Tensor mul(Tensor x, Tensor y) {
        return new Mul(x, y).apply();
    }

    /**
     * x / y. See {@link Div}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);
     * Tensor z = div(x, sum(x)); // [0.16666667, 0.33333334, 0.5]
     * }
     */
    public static Tensor div(Tensor x, Tensor y) {
        return new Div(x, y).apply();
    }

    /**
     * The larger of x and y. See {@link Maximum}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 3}, 3);
     * Tensor y = Tensor.of(new float[] {2, 4, 3}, 3);
     * Tensor z = maximum(x, y); // [2, 5, 3]
     * }
     */
    public static Tensor maximum(Tensor x, Tensor y) {
        return new Maximum(x, y, false).apply();
    }

    /**
     * The smaller of x and y. See {@link Maximum}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 3}, 3);
     * Tensor y = Tensor.of(new float[] {2, 4, 3}, 3);
     * Tensor z = minimum(x, y); // [1, 4, 3]
     * }
     */
    public static Tensor minimum(Tensor x, Tensor y) {
        return new Maximum(x, y, true).apply();
    }

    /**
     * 1 where x &lt; y, otherwise 0, without a gradient. See {@link Compare}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 3}, 3);
     * Tensor y = Tensor.of(new float[] {2, 4, 3}, 3);
     * Tensor z = less(x, y); // [1, 0, 0]
     * }
     */
    public static Tensor less(Tensor x, Tensor y) {
        return new Compare("less", x, Compare.Relation.LESS, y).apply();
    }

    /**
     * 1 where x &lt;= y, otherwise 0, without a gradient. See {@link Compare}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 3}, 3);
     * Tensor y = Tensor.of(new float[] {2, 4, 3}, 3);
     * Tensor z = lessOrEqual(x, y); // [1, 0, 1]
     * }
     */
    public static Tensor lessOrEqual(Tensor x, Tensor y) {
        return new Compare("lessOrEqual", x, Compare.Relation.LESS_OR_EQUAL, y).apply();
    }

    /**
     * 1 where x &gt; y, otherwise 0, without a gradient. See {@link Compare}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 3}, 3);
     * Tensor y = Tensor.of(new float[] {2, 4, 3}, 3);
     * Tensor z = greater(x, y); // [0, 1, 0]
     * }
     */
    public static Tensor greater(Tensor x, Tensor y) {
        return new Compare("greater", y, Compare.Relation.LESS, x).apply();
    }

    /**
     * 1 where x &gt;= y, otherwise 0, without a gradient. See {@link Compare}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 3}, 3);
     * Tensor y = Tensor.of(new float[] {2, 4, 3}, 3);
     * Tensor z = greaterOrEqual(x, y); // [0, 1, 1]
     * }
     */
    public static Tensor greaterOrEqual(Tensor x, Tensor y) {
        return new Compare("greaterOrEqual", y, Compare.Relation.LESS_OR_EQUAL, x).apply();
    }

    /**
     * 1 where x = y, otherwise 0, without a gradient. See {@link Compare}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 3}, 3);
     * Tensor y = Tensor.of(new float[] {2, 4, 3}, 3);
     * Tensor z = equal(x, y); // [0, 0, 1]
     * }
     */
    public static Tensor equal(Tensor x, Tensor y) {
        return new Compare("equal", x, Compare.Relation.EQUAL, y).apply();
    }

    /**
     * 1 where x and y differ, otherwise 0, without a gradient. See {@link Compare}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 3}, 3);
     * Tensor y = Tensor.of(new float[] {2, 4, 3}, 3);
     * Tensor z = notEqual(x, y); // [1, 1, 0]
     * }
     */
    public static Tensor notEqual(Tensor x, Tensor y) {
        return new Compare("notEqual", x, Compare.Relation.NOT_EQUAL, y).apply();
    }

    /**
     * x where the mask is not 0, otherwise y. The three are broadcast together. See {@link Where}.
     *
     * {@snippet :
     * Tensor mask = Tensor.of(new float[] {1, 0, 1}, 3);
     * Tensor x = Tensor.of(new float[] {1, 5, 3}, 3);
     * Tensor y = Tensor.of(new float[] {2, 4, 3}, 3);
     * Tensor z = where(mask, x, y); // [1, 4, 3]
     * }
     */
    public static Tensor where(Tensor mask, Tensor x, Tensor y) {
        Tensor[] alike = Where.alike(mask, x, y);
        return new Where(alike[0], alike[1], alike[2]).apply();
    }

    // ------------------------------------------------------------------ elementwise, one side

    /**
     * alpha x. See {@link Scale}.
     *
     * {@snippet :
     * Tensor y = scale(Tensor.of(new float[] {1, 2, 3}, 3), 0.5f); // [0.5, 1, 1.5]
     * }
     */
    public static Tensor scale(Tensor x, float alpha) {
        return new Scale(x, alpha).apply();
    }

    /**
     * x + alpha. See {@link AddScalar}.
     *
     * {@snippet :
     * Tensor y = addScalar(Tensor.of(new float[] {1, 2, 3}, 3), -2); // [-1, 0, 1]
     * }
     */
    public static Tensor addScalar(Tensor x, float alpha) {
        return new AddScalar(x, alpha).apply();
    }

    /**
     * x / 2 (1 + erf(x / sqrt 2)). See {@link Gelu}.
     *
     * {@snippet :
     * Tensor y = gelu(Tensor.of(new float[] {-1, 0, 2}, 3)); // [-0.15865526, 0, 1.9544997]
     * }
     */
    public static Tensor gelu(Tensor x) {
        return new Gelu(x).apply();
    }

    /**
     * max(x, 0). See {@link Relu}.
     *
     * {@snippet :
     * Tensor y = relu(Tensor.of(new float[] {-1, 0, 2}, 3)); // [0, 0, 2]
     * }
     */
    public static Tensor relu(Tensor x) {
        return new Relu(x).apply();
    }

    /**
     * tanh(x). See {@link Tanh}.
     *
     * {@snippet :
     * Tensor y = tanh(Tensor.of(new float[] {-1, 0, 2}, 3)); // [-0.7615942, 0, 0.9640276]
     * }
     */
    public static Tensor tanh(Tensor x) {
        return new Tanh(x).apply();
    }

    /**
     * 1 / (1 + exp(-x)). See {@link Sigmoid}.
     *
     * {@snippet :
     * Tensor y = sigmoid(Tensor.of(new float[] {-1, 0, 2}, 3)); // [0.26894143, 0.5, 0.880797]
     * }
     */
    public static Tensor sigmoid(Tensor x) {
        return new Sigmoid(x).apply();
    }

    /**
     * exp(x). See {@link Exp}.
     *
     * {@snippet :
     * Tensor y = exp(Tensor.of(new float[] {-1, 0, 2}, 3)); // [0.36787945, 1, 7.389056]
     * }
     */
    public static Tensor exp(Tensor x) {
        return new Exp(x).apply();
    }

    /**
     * Sets each element to zero with probability p, and divides the others by 1 - p. For training only. See {@link
     * ElementDropout}.
     *
     * {@snippet :
     * Tensor y = dropout(Tensor.full(1, 8), 0.5f, new DropoutSource(7)); // [2, 2, 0, 2, 2, 2, 0, 0]
     * }
     */
    public static Tensor dropout(Tensor x, float p, DropoutSource source) {
        Checks.given("Ops.dropout", "source", source);
        return new ElementDropout(x, p, source, null).apply();
    }

    /**
     * Dropout in which each row has its own number. The number decides which elements of the row are set to zero. See
     * {@link ElementDropout}.
     *
     * {@snippet :
     * Tensor ones = Tensor.full(1, 2, 4);
     * Tensor y = dropout(ones, 0.5f, new DropoutSource(7), Indices.of(1, 0)); // [[2, 2, 0, 0], [2, 2, 0, 2]]
     * }
     */
    public static Tensor dropout(Tensor x, float p, DropoutSource source, @Nullable Indices rowNumbers) {
        Checks.given("Ops.dropout", "source", source);
        return new ElementDropout(x, p, source, rowNumbers).apply();
    }

    /**
     * log(x), the natural logarithm. See {@link Log}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 10}, 3);
     * Tensor y = log(x); // [0, 0.6931472, 2.3025851]
     * }
     */
    public static Tensor log(Tensor x) {
        return new Log(x).apply();
    }

    /**
     * sqrt(x). See {@link Sqrt}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {4, 2}, 2);
     * Tensor y = sqrt(x); // [2, 1.4142135]
     * }
     */
    public static Tensor sqrt(Tensor x) {
        return new Sqrt(x).apply();
    }

    /**
     * x to a constant power. See {@link Pow}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {-2, 0.5f, 3}, 3);
     * Tensor y = pow(x, 3); // [-8, 0.125, 27]
     * }
     */
    public static Tensor pow(Tensor x, float exponent) {
        return new Pow(x, exponent).apply();
    }

    /**
     * |x|, with the gradient 0 at 0. See {@link PiecewiseLinear}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {-1.5f, 0, 2}, 3);
     * Tensor y = abs(x); // [1.5, 0, 2]
     * }
     */
    public static Tensor abs(Tensor x) {
        return new PiecewiseLinear(x, "abs", -1, 0, 1).apply();
    }

    /**
     * x where it is positive, otherwise {@code slope} x. See {@link PiecewiseLinear}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {-2, 0, 3}, 3);
     * Tensor y = leakyRelu(x, 0.25f); // [-0.5, 0, 3]
     * }
     */
    public static Tensor leakyRelu(Tensor x, float slope) {
        return new PiecewiseLinear(x, "leakyRelu", slope, slope, 1).apply();
    }

    /**
     * log(1 + exp(x)), a smooth max(x, 0). See {@link Softplus}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {-100, 0, 100}, 3);
     * Tensor y = softplus(x); // [3.8E-44, 0.6931472, 100]
     * }
     */
    public static Tensor softplus(Tensor x) {
        return new Softplus(x).apply();
    }

    /**
     * Limits elements to the range from {@code low} to {@code high}. See {@link Clamp}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {-3, 0.5f, 7}, 3);
     * Tensor y = clamp(x, 0, 1); // [0, 0.5, 1]
     * }
     */
    public static Tensor clamp(Tensor x, float low, float high) {
        return new Clamp(x, low, high).apply();
    }

    // ------------------------------------------------------------------ along the last axis

    /**
     * exp(x) / sum of exp(x) over the last axis. See {@link Softmax}.
     *
     * {@snippet :
     * Tensor y = softmax(Tensor.of(new float[] {0, 1, 2}, 3)); // [0.090030566, 0.24472845, 0.6652409]
     * }
     */
    public static Tensor softmax(Tensor x) {
        return new Softmax(x).apply();
    }

    /**
     * (x - mean) / sqrt(variance + eps) gamma + beta over the last axis, of size D. gamma and beta are [D], or null.
     * See {@link LayerNormalisation}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 3, 10, 30}, 2, 2);
     * Tensor y = layerNorm(x, null, null, 1e-5f); // [[-0.999995, 0.999995], [-1, 1]]
     * }
     */
    public static Tensor layerNorm(Tensor x, @Nullable Tensor gamma, @Nullable Tensor beta, float eps) {
        return new LayerNormalisation(x, gamma, beta, eps).apply();
    }

    /**
     * The logarithm of {@link #softmax} over the last axis. See {@link LogSoftmax}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {0, 0, -1000}, 3);
     * Tensor y = logSoftmax(x); // [-0.6931472, -0.6931472, -1000.6932]
     * }
     */
    public static Tensor logSoftmax(Tensor x) {
        return new LogSoftmax(x).apply();
    }

    /**
     * log sum exp(x) over the last axis, which disappears. See {@link LogSumExp}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1000, 1000, 0, 0}, 2, 2);
     * Tensor y = logSumExp(x); // [1000.6932, 0.6931472]
     * }
     */
    public static Tensor logSumExp(Tensor x) {
        return new LogSumExp(x).apply();
    }

    /**
     * sqrt(sum x²) over the last axis, which disappears. Where the norm is 0, the gradient is 0. See {@link L2Norm}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {3, 4, 0, 0}, 2, 2);
     * Tensor y = l2Norm(x); // [5, 0]
     * }
     */
    public static Tensor l2Norm(Tensor x) {
        return new L2Norm(x).apply();
    }

    /**
     * x / sqrt(mean of x² + eps) gamma over the last axis, of size D. gamma is [D], or null. See {@link RmsNorm}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {3, 4, 0, 0}, 1, 4);
     * Tensor y = rmsNorm(x, null, 0); // [[1.2, 1.6, 0, 0]]
     * }
     */
    public static Tensor rmsNorm(Tensor x, @Nullable Tensor gamma, float eps) {
        return new RmsNorm(x, gamma, eps).apply();
    }

    // ------------------------------------------------------------------ down the rows

    /**
     * (x - mean) / sqrt(variance + eps) gamma + beta with the mean and variance of each of the D columns of x [N, D], N
     * at least 2. gamma and beta are [D]. Each run moves the running mean and variance [D] by {@code momentum} towards
     * those of x. They get no gradient. See {@link BatchNorm}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 10, 3, 30}, 2, 2);
     * Tensor mean = Tensor.zeros(2);
     * Tensor variance = Tensor.full(1, 2);
     * Tensor y = batchNorm(x, Tensor.full(1, 2), Tensor.zeros(2), 0, mean, variance, 0.1f); // [[-1, -1], [1, 1]]
     * Tensor moved = mean; // [0.2, 2]
     * }
     */
    public static Tensor batchNorm(
            Tensor x, Tensor gamma, Tensor beta, float eps, Tensor runningMean, Tensor runningVariance,
            float momentum) {
        return new BatchNorm(x, gamma, beta, eps, runningMean, runningVariance, momentum).apply();
    }

    /**
     * The same with a given mean and variance [D], which get no gradient. See {@link BatchNorm}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 10, 3, 30}, 2, 2);
     * Tensor mean = Tensor.of(new float[] {1, 10}, 2);
     * Tensor variance = Tensor.of(new float[] {4, 100}, 2);
     * Tensor y = batchNorm(x, Tensor.full(1, 2), Tensor.zeros(2), 0, mean, variance); // [[0, 0], [1, 2]]
     * }
     */
    public static Tensor batchNorm(
            Tensor x, Tensor gamma, Tensor beta, float eps, Tensor mean, Tensor variance) {
        return new BatchNorm(x, gamma, beta, eps, mean, variance, null).apply();
    }

    // ------------------------------------------------------------------ rows by number

    /**
     * Rows of a table [N, D], chosen by R numbers: gives [R, D], with zeros for the number -1. See {@link TableLookup}.
     *
     * {@snippet :
     * Tensor table = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
     * Tensor y = embedding(table, Indices.of(2, 0, -1)); // [[5, 6], [1, 2], [0, 0]]
     * }
     */
    public static Tensor embedding(Tensor table, Indices ids) {
        return new TableLookup(table, ids, -1).apply();
    }

    /**
     * {@link #embedding(Tensor, Indices)} with one row that gets no gradient: the row of padding.
     *
     * {@snippet :
     * Tensor table = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2).requiresGrad(true);
     * Tensor y = embedding(table, Indices.of(2, 0, 2), 0); // [[5, 6], [1, 2], [5, 6]]
     * sum(y).backward();
     * Tensor dtable = table.grad(); // [[0, 0], [0, 0], [2, 2]]
     * }
     */
    public static Tensor embedding(Tensor table, Indices ids, int paddingId) {
        return new TableLookup(table, ids, paddingId).apply();
    }

    // ------------------------------------------------------------------ windows over sequences and pictures

    /**
     * A convolution of sequences [B, L, C] with a weight [O, C / groups, K] gives [B, OL, O]. The bias is [O], or null.
     * See {@link Convolution}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 4, 1);
     * Tensor weight = Tensor.of(new float[] {-1, 0, 1}, 1, 1, 3);
     * Tensor y = conv1d(x, weight, null, ConvOptions.PLAIN.padding(1)); // [[[2], [2], [2], [-3]]]
     * }
     */
    public static Tensor conv1d(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        return new Convolution(x, weight, bias, options, 1).apply();
    }

    /**
     * A convolution of pictures [B, H, W, C] with a weight [O, C / groups, KH, KW] gives [B, OH, OW, O]. The bias is
     * [O], or null. See {@link Convolution}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1);
     * Tensor weight = Tensor.of(new float[] {1, 1, 1, 1}, 1, 1, 2, 2);
     * Tensor y = conv2d(x, weight, null, ConvOptions.PLAIN); // [[[[10]]]]
     * }
     */
    public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        return new Convolution(x, weight, bias, options, 2).apply();
    }

    /**
     * The transpose of a convolution of sequences: [B, L, C] with a weight [C, O / groups, K] gives [B, OL, O]. The
     * bias is [O], or null. See {@link TransposedConvolution}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2}, 1, 2, 1);
     * Tensor weight = Tensor.of(new float[] {1, 10}, 1, 1, 2);
     * Tensor y = convTranspose1d(x, weight, null, ConvOptions.PLAIN.stride(2), 0); // [[[1], [10], [2], [20]]]
     * }
     *
     * @param more rows at the end of y, from 0 to less than the stride
     */
    public static Tensor convTranspose1d(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options,
            int more) {
        Checks.given("Ops.convTranspose1d", "options", options);
        return new TransposedConvolution(x, weight, bias, options, more).apply();
    }

    /**
     * The largest element of each window of {@code size} rows of sequences [B, L, C]. See {@link MaxPool}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 4, 1);
     * Tensor y = maxPool1d(x, 2, ConvOptions.PLAIN.stride(2)); // [[[2], [4]]]
     * }
     */
    public static Tensor maxPool1d(Tensor x, int size, ConvOptions options) {
        return new MaxPool(x, 1, size, options, 1).apply();
    }

    /**
     * The largest element of each window of pictures [B, H, W, C]. See {@link MaxPool}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1);
     * Tensor y = maxPool2d(x, 2, 2, ConvOptions.PLAIN.stride(2)); // [[[[4]]]]
     * }
     */
    public static Tensor maxPool2d(Tensor x, int height, int width, ConvOptions options) {
        return new MaxPool(x, height, width, options, 2).apply();
    }

    /**
     * The mean of each window of {@code size} rows of sequences [B, L, C]. See {@link MeanPool}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 4, 1);
     * Tensor y = meanPool1d(x, 2, ConvOptions.PLAIN.stride(2)); // [[[1.5], [3.5]]]
     * }
     */
    public static Tensor meanPool1d(Tensor x, int size, ConvOptions options) {
        return new MeanPool(x, 1, size, options, 1).apply();
    }

    /**
     * The mean of each window of pictures [B, H, W, C]. See {@link MeanPool}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1);
     * Tensor y = meanPool2d(x, 2, 2, ConvOptions.PLAIN.stride(2)); // [[[[2.5]]]]
     * }
     */
    public static Tensor meanPool2d(Tensor x, int height, int width, ConvOptions options) {
        return new MeanPool(x, height, width, options, 2).apply();
    }

    // ------------------------------------------------------------------ recurrent

    /**
     * Long short-term memory over sequences x [B, T, I], in one direction or both. The result [D*B*T + 2*D*B, H] holds
     * three parts, one after the other: the states after each time, [B, T, D*H]; the last h, [D, B, H]; the last c, [D,
     * B, H]. See {@link LstmSequence}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, -1}, 1, 2, 1);
     * Tensor halves = Tensor.full(0.5f, 4, 1);
     * RecurrentWeights weights = new RecurrentWeights(halves, halves, Tensor.zeros(4), Tensor.zeros(4));
     * Tensor y = lstm(x, null, null, null, weights); // [[0.17426974], [-0.01636508], [-0.01636508], [-0.041118182]]
     * }
     *
     * @param startH the first h [D, B, H], or null for zeros; the same for startC
     * @param lengths number of times of each sample, from 0 to T, or null for T; the output of later times is zero
     * @param directions weights of the direction from the first time on and, if given, of the direction from the last
     *     time back
     */
    public static Tensor lstm(
            Tensor x, @Nullable Tensor startH, @Nullable Tensor startC, @Nullable Indices lengths,
            RecurrentWeights... directions) {
        return new LstmSequence(x, startH, startC, lengths, directions).apply();
    }

    /**
     * A gated recurrent unit, like {@link #lstm} but without c: gives [D*B*T + D*B, H]. See {@link GruSequence}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, -1}, 1, 2, 1);
     * Tensor halves = Tensor.full(0.5f, 3, 1);
     * RecurrentWeights weights = new RecurrentWeights(halves, halves, Tensor.zeros(3), Tensor.zeros(3));
     * Tensor y = gru(x, null, null, weights); // [[0.17446801], [-0.1918953], [-0.1918953]]
     * }
     */
    public static Tensor gru(Tensor x, @Nullable Tensor startH, @Nullable Indices lengths,
            RecurrentWeights... directions) {
        return new GruSequence(x, startH, lengths, directions).apply();
    }

    // ------------------------------------------------------------------ shape

    /**
     * Puts the tensors one after another along an axis. See {@link Concat}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
     * Tensor y = concat(1, x, scale(x, 10)); // [[1, 2, 10, 20], [3, 4, 30, 40]]
     * }
     */
    public static Tensor concat(int axis, Tensor... parts) {
        Checks.given("Ops.concat", "parts", parts);
        return new Concat(axis, parts).apply();
    }

    /**
     * The indices {@code from} to {@code to - 1} of an axis. A view if all axes before it have size 1. See {@link
     * Slice}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
     * Tensor y = slice(x, 1, 1, 3); // [[2, 3], [5, 6]]
     * }
     */
    public static Tensor slice(Tensor x, int axis, int from, int to) {
        return new Slice(x, axis, from, to).apply();
    }

    /**
     * Repeats axes of size 1, and puts new axes in front, to reach the given sizes. See {@link Expand}.
     *
     * {@snippet :
     * Tensor y = expand(Tensor.of(new float[] {1, 2}, 2, 1), 2, 3); // [[1, 1, 1], [2, 2, 2]]
     * }
     */
    public static Tensor expand(Tensor x, int... sizes) {
        Checks.given("Ops.expand", "sizes", sizes);
        return new Expand(x, sizes).apply();
    }

    /**
     * The same elements under other sizes. One size may be -1: it then follows from the others. The result is a view.
     * See {@link Reshape}.
     *
     * {@snippet :
     * Tensor y = reshape(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3), 3, -1); // [[1, 2], [3, 4], [5, 6]]
     * }
     */
    public static Tensor reshape(Tensor x, int... sizes) {
        Checks.given("Ops.reshape", "sizes", sizes);
        return new Reshape(x, sizes).apply();
    }

    /**
     * Exchanges two axes. See {@link Transpose}.
     *
     * {@snippet :
     * Tensor y = transpose(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3), 0, 1); // [[1, 4], [2, 5], [3, 6]]
     * }
     */
    public static Tensor transpose(Tensor x, int firstAxis, int secondAxis) {
        return new Transpose(x, firstAxis, secondAxis).apply();
    }

    // ------------------------------------------------------------------ reductions

    /**
     * The sum of all elements, a scalar. See {@link Sum}.
     *
     * {@snippet :
     * Tensor y = sum(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)); // 10
     * }
     */
    public static Tensor sum(Tensor x) {
        return new Sum(x, null).apply();
    }

    /**
     * The sum over an axis, which disappears. See {@link Sum}.
     *
     * {@snippet :
     * Tensor y = sum(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2), 0); // [4, 6]
     * }
     */
    public static Tensor sum(Tensor x, int axis) {
        return new Sum(x, axis).apply();
    }

    /**
     * The mean of all elements, a scalar. See {@link Mean}.
     *
     * {@snippet :
     * Tensor y = mean(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)); // 2.5
     * }
     */
    public static Tensor mean(Tensor x) {
        return new Mean(x, null).apply();
    }

    /**
     * The mean over an axis, which disappears. See {@link Mean}.
     *
     * {@snippet :
     * Tensor y = mean(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2), 1); // [1.5, 3.5]
     * }
     */
    public static Tensor mean(Tensor x, int axis) {
        return new Mean(x, axis).apply();
    }

    /**
     * The largest element along an axis, which disappears. See {@link Max}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 2, 4, 3, 6}, 2, 3);
     * Tensor y = max(x, 1); // [5, 6]
     * }
     */
    public static Tensor max(Tensor x, int axis) {
        return new Max(x, axis).apply();
    }

    /**
     * The position of the largest element along an axis, which disappears. See {@link Argmax}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {1, 5, 2, 4, 3, 6}, 2, 3);
     * Tensor y = argmax(x, 1); // [1, 2]
     * }
     */
    public static Tensor argmax(Tensor x, int axis) {
        return new Argmax(x, axis).apply();
    }

    // ------------------------------------------------------------------ matrices

    /**
     * The logarithm of the determinant of a positive definite matrix [K,K], a scalar. Any other matrix gives 0, without
     * gradient. See {@link LogDet}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new float[] {4, 0, 0, 1}, 2, 2);
     * Tensor y = logDet(x); // 1.3862944
     * }
     */
    public static Tensor logDet(Tensor x) {
        return new LogDet(x).apply();
    }

    // ------------------------------------------------------------------ losses, mean over all elements

    /**
     * The mean of (prediction - target)². See {@link MseLoss}.
     *
     * {@snippet :
     * Tensor prediction = Tensor.of(new float[] {1, 2}, 2).requiresGrad(true);
     * Tensor loss = mseLoss(prediction, Tensor.of(new float[] {0, 4}, 2)); // 2.5
     * loss.backward();
     * Tensor slope = prediction.grad(); // [1, -2]
     * }
     */
    public static Tensor mseLoss(Tensor prediction, Tensor target) {
        return new MseLoss(prediction, target).apply();
    }

    /**
     * The mean of |prediction - target|. See {@link L1Loss}.
     *
     * {@snippet :
     * Tensor prediction = Tensor.of(new float[] {1, 2}, 2);
     * Tensor loss = l1Loss(prediction, Tensor.of(new float[] {0, 4}, 2)); // 1.5
     * }
     */
    public static Tensor l1Loss(Tensor prediction, Tensor target) {
        return new L1Loss(prediction, target).apply();
    }

    /**
     * The mean of d²/2 where |d| &lt;= delta, otherwise delta (|d| - delta/2), with d = prediction - target. See {@link
     * HuberLoss}.
     *
     * {@snippet :
     * Tensor prediction = Tensor.of(new float[] {1, 2}, 2);
     * Tensor loss = huberLoss(prediction, Tensor.of(new float[] {0, 4}, 2), 1); // 1
     * }
     */
    public static Tensor huberLoss(Tensor prediction, Tensor target, float delta) {
        return new HuberLoss(prediction, target, delta).apply();
    }

    /**
     * The mean cross-entropy between scores [..., C] and a class for each row, 0 to C - 1. Other classes are refused.
     * See {@link CrossEntropy}.
     *
     * {@snippet :
     * Tensor scores = Tensor.of(new float[] {2, 0, 1, -1, 3, 0}, 2, 3);
     * Tensor loss = crossEntropy(scores, Indices.of(0, 1)); // 0.23674488
     * }
     */
    public static Tensor crossEntropy(Tensor scores, Indices classes) {
        return new CrossEntropy(scores, classes, CrossEntropy.NONE, 0).apply();
    }

    /**
     * The same without the rows of one class, such as padding, and with label smoothing. See {@link CrossEntropy}.
     *
     * {@snippet :
     * Tensor scores = Tensor.of(new float[] {2, 0, 1, -1, 3, 0}, 2, 3);
     * Tensor loss = crossEntropy(scores, Indices.of(0, -1), -1, 0.1f); // 0.5076059
     * }
     *
     * @param ignored a class whose rows are left out, for example -1
     * @param smoothing the fraction of each target that is spread over all classes, from 0 to 1
     */
    public static Tensor crossEntropy(Tensor scores, Indices classes, int ignored, float smoothing) {
        return new CrossEntropy(scores, classes, ignored, smoothing).apply();
    }

    /**
     * The mean binary cross-entropy between scores and targets from 0 to 1. See {@link BceWithLogits}.
     *
     * {@snippet :
     * Tensor scores = Tensor.of(new float[] {0, 3, -3}, 3);
     * Tensor targets = Tensor.of(new float[] {1, 1, 0}, 3);
     * Tensor loss = bceWithLogits(scores, targets); // 0.2634406
     * }
     */
    public static Tensor bceWithLogits(Tensor scores, Tensor targets) {
        return new BceWithLogits(scores, targets).apply();
    }
}
