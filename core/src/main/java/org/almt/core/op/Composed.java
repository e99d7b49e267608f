package org.almt.core.op;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.addScalar;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.div;
import static org.almt.core.op.Ops.embedding;
import static org.almt.core.op.Ops.minimum;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.sigmoid;
import static org.almt.core.op.Ops.slice;
import static org.almt.core.op.Ops.sub;
import static org.almt.core.op.Ops.tanh;
import static org.almt.core.op.Ops.transpose;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.almt.core.Indices;
import org.almt.core.Shape;
import org.almt.core.Tensor;

/**
 * Functions that are composed of the ops of {@link Ops} and get their gradients from them. A function that changes the
 * shape alone gives a view and costs nothing. Axes are numbered from 0, or from -1 for the last one backwards. An axis
 * that a tensor does not have, sizes that do not fit, and null are refused with an {@link IllegalArgumentException}.
 *
 * {@snippet :
 * Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
 * Tensor centred = Ops.sub(x, Composed.mean(x, true, 0)); // mean [1,3], difference [2,3]
 * Tensor[] halves = Composed.split(x, 1, 1, 2); // [2,1] and [2,2]
 * }
 *
 * <p>The page {@code core/OPS.md} lists them.
 *
 * <p>Threads: safe for many at once.
 */
public final class Composed {
    private Composed() {}

    // ------------------------------------------------------------------ of each element

    /** -x, of any shape. */
    public static Tensor neg(Tensor x) {
        return scale(x, -1);
    }

    /** x², of any shape. */
    public static Tensor square(Tensor x) {
        return mul(x, x);
    }

    /** x sigmoid(x), of any shape; also called swish (Elfwing et al., 2018). */
    public static Tensor silu(Tensor x) {
        return mul(x, sigmoid(x));
    }

    /**
     * x where it is positive, otherwise alpha (exp(x) - 1), of any shape (Clevert et al., 2016). It is computed as
     * exp(x) - 1 = 2 t / (1 - t) with t = tanh(x / 2), which is accurate near 0.
     */
    public static Tensor elu(Tensor x, float alpha) {
        Tensor t = tanh(scale(minimum(x, Tensor.scalar(0)), 0.5f));
        return add(relu(x), scale(div(t, addScalar(neg(t), 1)), 2 * alpha));
    }

    // ------------------------------------------------------------------ along any axis

    /** Softmax along any axis; the shape stays. See {@link Ops#softmax}. */
    public static Tensor softmax(Tensor x, int axis) {
        Checks.given("Composed.softmax", "x", x);
        return alongLast("softmax", x, axis, Ops::softmax);
    }

    /** The logarithm of softmax along any axis; the shape stays. See {@link Ops#logSoftmax}. */
    public static Tensor logSoftmax(Tensor x, int axis) {
        Checks.given("Composed.logSoftmax", "x", x);
        return alongLast("logSoftmax", x, axis, Ops::logSoftmax);
    }

    private static Tensor alongLast(String name, Tensor x, int axis, UnaryOperator<Tensor> op) {
        int last = x.shape().rank() - 1;
        return Checks.axis(name, x.shape(), axis) == last
                ? op.apply(x)
                : transpose(op.apply(transpose(x, axis, last)), axis, last);
    }

    /** The sum over several axes, or over all if none is given; with {@code keep} they stay as axes of size 1. */
    public static Tensor sum(Tensor x, boolean keep, int... axes) {
        Checks.given("Composed.sum", "x", x);
        Checks.given("Composed.sum", "axes", axes);
        return over("sum", x, keep, axes, Ops::sum);
    }

    /** The mean over several axes, or over all if none is given; with {@code keep} they stay as axes of size 1. */
    public static Tensor mean(Tensor x, boolean keep, int... axes) {
        Checks.given("Composed.mean", "x", x);
        Checks.given("Composed.mean", "axes", axes);
        return over("mean", x, keep, axes, Ops::mean);
    }

    /**
     * The largest element over several axes, or over all if none is given; with {@code keep} they stay as axes of size
     * 1.
     */
    public static Tensor max(Tensor x, boolean keep, int... axes) {
        Checks.given("Composed.max", "x", x);
        Checks.given("Composed.max", "axes", axes);
        return over("max", x, keep, axes, Ops::max);
    }

    private static Tensor over(
            String op, Tensor x, boolean keep, int[] axes, BiFunction<Tensor, Integer, Tensor> reduction) {
        Shape shape = x.shape();
        int[] sorted = axes.length == 0
                ? IntStream.range(0, shape.rank()).toArray()
                : Arrays.stream(axes).map(axis -> Checks.axis(op, shape, axis)).sorted().toArray();
        int[] kept = shape.toArray();
        Tensor result = x;
        for (int i = sorted.length - 1; i >= 0; i--) {
            if (i > 0 && sorted[i] == sorted[i - 1]) {
                throw new IllegalArgumentException(op + ": axis " + sorted[i] + " is given twice");
            }
            result = reduction.apply(result, sorted[i]);
            kept[sorted[i]] = 1;
        }
        return keep ? reshape(result, kept) : result;
    }

    /**
     * The position of the largest element along an axis; with {@code keep} it stays as an axis of size 1. No gradient.
     */
    public static Tensor argmax(Tensor x, boolean keep, int axis) {
        Tensor at = Ops.argmax(x, axis);
        return keep ? unsqueeze(at, Checks.axis("argmax", x.shape(), axis)) : at;
    }

    /**
     * The variance along an axis, which disappears: the mean of (x - mean)², with {@code unbiased} times n / (n - 1).
     */
    public static Tensor variance(Tensor x, int axis, boolean unbiased) {
        return variance(x, unbiased, false, axis);
    }

    /**
     * The variance over several axes, or over all if none is given; with {@code keep} they stay as axes of size 1. It
     * is the mean of (x - mean)². With {@code unbiased} it is multiplied by n / (n - 1), and n must exceed 1.
     */
    public static Tensor variance(Tensor x, boolean unbiased, boolean keep, int... axes) {
        Checks.given("Composed.variance", "x", x);
        Checks.given("Composed.variance", "axes", axes);
        Tensor mean = over("variance", x, true, axes, Ops::mean);
        int n = x.shape().count() / Math.max(1, mean.shape().count());
        if (unbiased && n < 2) {
            throw new IllegalArgumentException("variance: one element of " + x.shape() + " has no unbiased variance,"
                    + " which divides by n - 1; give axes with more, or unbiased = false");
        }
        Tensor variance = mean(square(sub(x, mean)), keep, axes);
        return unbiased ? scale(variance, n / (n - 1f)) : variance;
    }

    // ------------------------------------------------------------------ shape

    /** Puts tensors of one shape side by side along a new axis: n tensors [A, B] give [A, n, B] for axis 1. */
    public static Tensor stack(int axis, Tensor... parts) {
        Checks.given("Composed.stack", "parts", parts);
        if (parts.length == 0) {
            throw new IllegalArgumentException("stack: nothing to put together; give at least one tensor");
        }
        Tensor[] wider = new Tensor[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Checks.sameShape("stack", parts[0], parts[i]);
            wider[i] = unsqueeze(parts[i], axis);
        }
        return concat(axis, wider);
    }

    /** Parts of the given sizes along an axis; the sizes add up to the size of the axis. */
    public static Tensor[] split(Tensor x, int axis, int... sizes) {
        Checks.given("Composed.split", "x", x);
        int along = Checks.axis("split", x.shape(), axis);
        if (Arrays.stream(sizes).sum() != x.shape().size(along)) {
            throw new IllegalArgumentException("split: sizes " + Arrays.toString(sizes) + " do not add up to axis "
                    + along + " of " + x.shape());
        }
        Tensor[] parts = new Tensor[sizes.length];
        int from = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = slice(x, along, from, from + sizes[i]);
            from += sizes[i];
        }
        return parts;
    }

    /** All axes in a new order: axis i of the result is axis {@code order[i]} of x. */
    public static Tensor permute(Tensor x, int... order) {
        Checks.given("Composed.permute", "x", x);
        Checks.given("Composed.permute", "order", order);
        int rank = x.shape().rank();
        int[] wanted = Arrays.stream(order).map(axis -> Checks.axis("permute", x.shape(), axis)).toArray();
        if (Arrays.stream(wanted).distinct().count() != rank || wanted.length != rank) {
            throw new IllegalArgumentException("permute: " + Arrays.toString(order) + " is no order of the " + rank
                    + " axes of " + x.shape() + "; give each once");
        }
        int[] now = IntStream.range(0, rank).toArray();
        Tensor result = x;
        for (int i = 0; i < rank; i++) {
            int at = i;
            while (now[at] != wanted[i]) {
                at++;
            }
            if (at != i) {
                result = transpose(result, i, at);
                now[at] = now[i];
                now[i] = wanted[i];
            }
        }
        return result;
    }

    /** Removes an axis of size 1; the result is a view. */
    public static Tensor squeeze(Tensor x, int axis) {
        Checks.given("Composed.squeeze", "x", x);
        int over = Checks.axis("squeeze", x.shape(), axis);
        if (x.shape().size(over) != 1) {
            throw new IllegalArgumentException(
                    "squeeze: axis " + over + " of " + x.shape() + " has more elements than 1");
        }
        int[] sizes = x.shape().toArray();
        System.arraycopy(sizes, over + 1, sizes, over, sizes.length - over - 1);
        return reshape(x, Arrays.copyOf(sizes, sizes.length - 1));
    }

    /** Inserts an axis of size 1 at a place from 0 to the number of axes, or -1 for the end; the result is a view. */
    public static Tensor unsqueeze(Tensor x, int axis) {
        Checks.given("Composed.unsqueeze", "x", x);
        int rank = x.shape().rank();
        int at = axis < 0 ? axis + rank + 1 : axis;
        if (at < 0 || at > rank) {
            throw new IllegalArgumentException(
                    "unsqueeze: " + x.shape() + " has no place " + axis + "; 0 to " + rank + ", or -1, is needed");
        }
        int[] sizes = Arrays.copyOf(x.shape().toArray(), rank + 1);
        System.arraycopy(sizes, at, sizes, at + 1, rank - at);
        sizes[at] = 1;
        return reshape(x, sizes);
    }

    /** Adds {@code before} and {@code after} elements along an axis, all of one value. */
    public static Tensor pad(Tensor x, int axis, int before, int after, float value) {
        Checks.given("Composed.pad", "x", x);
        int along = Checks.axis("pad", x.shape(), axis);
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException(
                    "pad: " + before + " elements before and " + after + " after; neither may be below 0");
        }
        Tensor front = Tensor.full(value, x.shape().with(along, before).toArray());
        Tensor back = Tensor.full(value, x.shape().with(along, after).toArray());
        return concat(along, front, x, back);
    }

    /**
     * Slices along an axis, chosen by number: a tensor [A, B] and n numbers give [n, B] for axis 0 and [A, n] for axis
     * 1. Numbers may have any order and may repeat. The number -1 gives zeros. PyTorch calls it index_select. {@link
     * #pick} takes another element of each row.
     */
    public static Tensor gather(Tensor x, int axis, Indices numbers) {
        Checks.given("Composed.gather", "x", x);
        int along = Checks.axis("gather", x.shape(), axis);
        Tensor first = along == 0 ? x : transpose(x, 0, along);
        int[] sizes = first.shape().toArray();
        Tensor rows = embedding(reshape(first, sizes[0], first.shape().count(1, sizes.length)), numbers);
        sizes[0] = numbers.length();
        Tensor result = reshape(rows, sizes);
        return along == 0 ? result : transpose(result, 0, along);
    }

    /** The most classes of {@link #pick}, which holds a row of that length for each class. */
    private static final int MOST_CLASSES = 4096;

    /**
     * The element of each row at the row's own class, 0 for the class -1: x [R, C] and R classes give [R]. PyTorch
     * calls it gather(1, classes). C is at most 4096.
     */
    public static Tensor pick(Tensor x, Indices classes) {
        Checks.given("Composed.pick", "x", x);
        Checks.given("Composed.pick", "classes", classes);
        if (x.shape().rank() != 2 || x.shape().size(0) != classes.length() || x.shape().size(1) > MOST_CLASSES) {
            throw new IllegalArgumentException("pick: " + classes + " for " + x.shape() + "; rows [R, C] and R classes"
                    + " are needed, C at most " + MOST_CLASSES);
        }
        int width = x.shape().size(1);
        Tensor identity = Tensor.zeros(width, width);
        for (int c = 0; c < width; c++) {
            identity.array()[c * width + c] = 1;
        }
        // The classes are looked up when the op runs, so a program reads new ones. Elements that are not chosen may be
        // infinite.
        return Ops.sum(Ops.where(embedding(identity, classes), x, Tensor.scalar(0)), 1);
    }
}
