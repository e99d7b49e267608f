package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * How two shapes are broadcast under NumPy's broadcasting rule. They are aligned at the last axis. Sizes must be equal,
 * or one of them 1. The operand of size 1 is read again for every index of the other.
 *
 * <p>Neighbouring axes along which the same operands move are folded into one. The remaining axes alternate:
 * [64,508,128] + [128] becomes 32512 rows of 128, and [64,8,128] + [8,128] becomes 64 rows of 1024. The innermost
 * folded axis is a <em>row</em>, the unit that kernels receive. Along it, each operand either moves in step with the
 * result or stands still.
 */
final class Broadcast {
    private final Shape shape;
    /** Sizes of the folded axes, outermost first; at least one. */
    private final int[] sizes;
    /** For each folded axis, the distance between neighbours in the left operand. 0 if the operand stands still. */
    private final int[] left;
    /** The same for the right operand. */
    private final int[] right;

    /**
     * A row of {@code n} elements of the result from {@code z} on, with the places where the operands' elements for it
     * start.
     */
    @FunctionalInterface
    interface Row {
        void run(int n, int left, int right, int z);
    }

    private Broadcast(Shape shape, int[] sizes, int[] left, int[] right) {
        this.shape = shape;
        this.sizes = sizes;
        this.left = left;
        this.right = right;
    }

    /** Broadcasts two shapes together. Errors name the caller {@code op}. */
    static Broadcast of(String op, Shape left, Shape right) {
        int rank = Math.max(left.rank(), right.rank());
        int[] a = aligned(left, rank);
        int[] b = aligned(right, rank);
        int[] out = new int[rank];
        for (int i = 0; i < rank; i++) {
            if (a[i] != b[i] && a[i] != 1 && b[i] != 1) {
                throw new IllegalArgumentException(op + ": shapes do not broadcast: " + left + " and " + right
                        + "; aligned at the last axis, sizes must be equal or 1, but " + a[i] + " meets " + b[i]
                        + ". Reshape or expand one side.");
            }
            out[i] = a[i] == 1 ? b[i] : a[i];
        }
        return folded(Shape.of(out), a, b, out);
    }

    /** The sizes, with ones in front up to {@code rank}. */
    private static int[] aligned(Shape shape, int rank) {
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        System.arraycopy(shape.toArray(), 0, sizes, rank - shape.rank(), shape.rank());
        return sizes;
    }

    private static Broadcast folded(Shape shape, int[] a, int[] b, int[] out) {
        int[] sizes = new int[Math.max(1, out.length)];
        boolean[] movesA = new boolean[sizes.length];
        boolean[] movesB = new boolean[sizes.length];
        int last = -1;
        for (int i = 0; i < out.length; i++) {
            if (out[i] == 1) {
                continue;
            }
            boolean moveA = a[i] != 1;
            boolean moveB = b[i] != 1;
            if (last >= 0 && movesA[last] == moveA && movesB[last] == moveB) {
                sizes[last] *= out[i];
            } else {
                last++;
                sizes[last] = out[i];
                movesA[last] = moveA;
                movesB[last] = moveB;
            }
        }
        if (last < 0) { // one element on each side
            last = 0;
            sizes[0] = 1;
            movesA[0] = true;
            movesB[0] = true;
        }
        int[] kept = Arrays.copyOf(sizes, last + 1);
        return new Broadcast(shape, kept, strides(kept, movesA), strides(kept, movesB));
    }

    private static int[] strides(int[] sizes, boolean[] moves) {
        int[] strides = new int[sizes.length];
        int next = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            if (moves[axis]) {
                strides[axis] = next;
                next *= sizes[axis];
            }
        }
        return strides;
    }

    /** The same with left and right exchanged. */
    Broadcast swapped() {
        return new Broadcast(shape, sizes, right, left);
    }

    /** The result's shape. */
    Shape shape() {
        return shape;
    }

    /** Whether the left operand moves along a row. Otherwise one element of it serves the whole row. */
    boolean leftMoves() {
        return left[left.length - 1] != 0;
    }

    /** Whether the right operand moves along a row. */
    boolean rightMoves() {
        return right[right.length - 1] != 0;
    }

    /** Runs every row of the result, in slabs that may run at the same time. */
    void forEach(Row row) {
        int n = rowLength();
        if (rows() == 1) {
            Slabs.over(n, Slabs.CHEAP, (from, count) -> part(row, 0, from, count));
        } else {
            Slabs.overRows(rows(), n, Slabs.CHEAP, (from, count) -> parts(row, from, count, 0, n));
        }
    }

    /**
     * Runs every row for an action that adds to the left operand's elements. Contributions to one element come one
     * after the other, in ascending order. Threads share the outermost axis if the left operand moves along it.
     * Otherwise they share columns if it moves along the row. Otherwise one thread does the work.
     */
    void forEachIntoLeft(Row row) {
        int n = rowLength();
        int rows = rows();
        if (rows == 1 && leftMoves()) {
            forEach(row);
        } else if (rows > 1 && left[0] != 0) {
            int each = rows / sizes[0];
            Slabs.overRows(sizes[0], each * n, Slabs.CHEAP,
                    (from, count) -> parts(row, from * each, count * each, 0, n));
        } else if (leftMoves()) {
            Slabs.over(n, ColumnSums.columns(rows), (from, count) -> parts(row, 0, rows, from, count));
        } else {
            parts(row, 0, rows, 0, n);
        }
    }

    /** {@code into} += alpha dz, summed over the axes along which the left operand was repeated. */
    void sumIntoLeft(Kernels kernels, float alpha, Tensor dz, Tensor into) {
        float[] sum = into.array();
        if (leftMoves()) {
            forEachIntoLeft(
                    (n, a, b, z) -> kernels.elementwise().addScaled(n, alpha, dz.array(), dz.offset() + z, sum,
                            into.offset() + a));
        } else {
            forEachIntoLeft(
                    (n, a, b, z) -> sum[into.offset() + a] +=
                            alpha * kernels.reductions().sum(n, dz.array(), dz.offset() + z));
        }
    }

    private int rowLength() {
        return sizes[sizes.length - 1];
    }

    private int rows() {
        return shape.count() / Math.max(1, rowLength());
    }

    /** The columns {@code [from, from + count)} of {@code rowCount} rows from {@code first} on. */
    private void parts(Row row, int first, int rowCount, int from, int count) {
        for (int r = first; r < first + rowCount; r++) {
            part(row, r, from, count);
        }
    }

    private void part(Row row, int r, int from, int count) {
        int last = sizes.length - 1;
        int a = from * left[last];
        int b = from * right[last];
        int rest = r;
        for (int axis = last - 1; axis >= 0; axis--) {
            int index = rest % sizes[axis];
            rest /= sizes[axis];
            a += index * left[axis];
            b += index * right[axis];
        }
        row.run(count, a, b, r * sizes[last] + from);
    }
}
