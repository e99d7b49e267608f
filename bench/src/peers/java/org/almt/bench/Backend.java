package org.almt.bench;

import java.util.Collection;
import java.util.function.Supplier;

/**
 * The operations of another library that ALMT needs, on the tensors of that library.
 *
 * @param <T> the library's tensor
 */
interface Backend<T> {
    /** A tensor with these elements. A parameter keeps its gradient. */
    T tensor(float[] values, long[] shape, boolean isParameter);

    /** x Wᵀ + b. b may be null. */
    T linear(T x, T weight, T bias);

    T layerNorm(T x, T gamma, T beta, double eps);

    /** GELU in its exact form. */
    T gelu(T x);

    T matmul(T a, T b);

    /** Along the last axis. */
    T softmax(T x);

    T add(T a, T b);

    T scale(T x, double factor);

    /** Along axis 1. */
    T concat(T a, T b);

    /** The first rows along axis 1. */
    T firstRows(T x, long rows);

    T reshape(T x, long... shape);

    /** Swaps two axes. */
    T swap(T x, int i, int j);

    T expand(T x, long... shape);

    /** softmax(q kᵀ / sqrt(E)) v over the last two axes, in one operation. */
    T attention(T q, T k, T v);

    T meanSquaredError(T x, T y);

    /** Computes without gradients, and frees everything except the elements. */
    float[] predict(Supplier<T> forward);

    /** AdamW for these parameters at ALMT's rates. */
    void optimise(Collection<T> parameters, double rate, double decay);

    /** Computes the gradients of a loss, which replace those before. Frees everything else, and returns the loss. */
    float gradients(Supplier<T> loss);

    /** Computes the gradients of a loss, then makes one step of the optimiser. Frees everything made meanwhile. */
    float step(Supplier<T> loss);
}
