package org.almt.core.kernel;

import org.almt.core.parallel.Slabs;

/**
 * Matrix products. Every element of C is one sum over k in ascending order, one fma each; see {@link Kernels}.
 *
 * <p>Threads: safe for many at once.
 */
public interface Products {
    /** Rows of a packed B may be cut at multiples of this. */
    int PACKED_ROWS = 16;

    /**
     * C[m,n] = op(A) op(B), or C += op(A) op(B): {@code c[i*ldc+j] = sum over k of opA(i,k) * opB(k,j)}.
     *
     * @param transA whether A is stored as [k,m], with opA(i,k) = a[k*lda+i]; otherwise as [m,k], with a[i*lda+k]
     * @param transB whether B is stored as [n,k], with opB(k,j) = b[j*ldb+k]; otherwise as [k,n], with b[k*ldb+j]
     * @param lda distance between the starts of stored rows; the same for ldb, ldc
     * @param accumulate whether sums start from C; otherwise from +0
     */
    void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate);

    /**
     * Copies rows {@code from} to {@code from + count - 1} of op(B), [k,n], into the order in which {@link #gemmPacked}
     * reads them fastest. Slabs of C that need the same B thus share the work. Each implementation has its own layout.
     * Rows may be packed in any order and at the same time, if they are cut at multiples of {@value #PACKED_ROWS}.
     *
     * @param packed {@link #packedSize} floats
     */
    void pack(boolean transB, int n, int k, int from, int count, float[] b, int bo, int ldb, float[] packed);

    /**
     * {@link #gemm} with an op(B), [k,n], that {@link #pack} has packed. Here n may also be the {@link #packedWidth} of
     * the packed columns. C then needs room for whole vectors. The columns that B does not have receive arbitrary
     * values.
     */
    void gemmPacked(
            boolean transA, int m, int n, int k,
            float[] a, int ao, int lda, float[] packed, float[] c, int co, int ldc, boolean accumulate);

    /**
     * {@link #gemmPacked} with sums that start from a row of n floats, such as the bias of a layer. The row is the same
     * for each row of C. This saves writing and reading C once.
     */
    default void gemmPackedFrom(
            int m, int n, int k, float[] a, int ao, int lda, float[] packed, float[] row, int ro, float[] c, int co,
            int ldc) {
        for (int i = 0; i < m; i++) {
            System.arraycopy(row, ro, c, co + i * ldc, n);
        }
        gemmPacked(false, m, n, k, a, ao, lda, packed, c, co, ldc, true);
    }

    /**
     * C[m,n] += product 0, then += product 1, and so on, each with A transposed. Product r of {@code runs} is that of
     * {@link #gemm} with its A at {@code ao + r * nextA} and its B at {@code bo + r * nextB}. Each element of C takes
     * the terms of product 0 in order of k, then those of product 1. Rows of A may overlap.
     */
    default void gemmRuns(
            int m, int n, int runs, int k, float[] a, int ao, int lda, int nextA, float[] b, int bo, int ldb, int nextB,
            float[] c, int co, int ldc) {
        for (int r = 0; r < runs; r++) {
            gemm(true, false, m, n, k, a, ao + r * nextA, lda, b, bo + r * nextB, ldb, c, co, ldc, true);
        }
    }

    /**
     * Floats at the start of a packed op(B) that the vector kernels skip. Together with the 16 bytes of an array's
     * header they fill a cache line. A large array begins at the start of a line.
     */
    int PACKED_START = 12;

    /**
     * The best distance between two rows of A, where it can be chosen, for up to 128 columns. Kernels are faster if
     * they know the distance in advance.
     */
    int ROW_STEP = 144;

    /** Floats that a packed op(B), [k,n], takes. */
    static int packedSize(int n, int k) {
        return roundUp(n, 32) * k + PACKED_START;
    }

    /** Number of columns of a packed B, including the padding. */
    static int packedWidth(int n) {
        return roundUp(n, 16);
    }

    /**
     * The least odd number of cache lines that hold n floats, in floats. A transposed A with this distance between rows
     * needs no copy: with an odd stride, a column uses all sets of a cache in turn.
     */
    static int oddLines(int n) {
        return (Slabs.count(n, 16) | 1) * 16;
    }

    /** The least multiple of {@code multiple} that is not below n. */
    static int roundUp(int n, int multiple) {
        return Slabs.count(n, multiple) * multiple;
    }
}
