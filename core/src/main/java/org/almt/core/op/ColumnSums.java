package org.almt.core.op;

import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * Sums down the columns of a matrix, for gradients of biases and of values that were repeated along an outer axis.
 * Columns are cut into slabs. Rows are never cut: each sum is one chain over ascending rows, whatever the number of
 * threads.
 */
final class ColumnSums {
    /** Slabs have a multiple of this many columns: two cache lines a row. */
    private static final int NARROWEST = 32;

    private ColumnSums() {}

    /** out[j] += sum over rows r, ascending, of x[r*width + j]. */
    static void add(Kernels kernels, int rows, int width, float[] x, int xo, float[] out, int oo) {
        Slabs.over(width, columns(rows),
                (from, n) -> kernels.reductions().columnSum(rows, n, x, xo + from, width, out, oo + from));
    }

    /** Columns of a slab, so that the slab has enough elements to be worth a thread. */
    static int columns(int rows) {
        return Math.max(1, Slabs.CHEAP / Math.max(1, rows) / NARROWEST) * NARROWEST;
    }
}
