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
     * @param transA whether A is stored [k,m] (then opA(i,k) = a[k*lda+i]) and not [m,k] (a[i*lda+k])
     * @param transB whether B is stored [n,k] (then opB(k,j) = b[j*ldb+k]) and not [k,n] (b[k*ldb+j])
     * @param lda distance between the starts of stored rows; likewise ldb, ldc
     * @param accumulate whether sums start from C and not from +0
     */
    void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate);

    /**
     * Copies rows {@code from} to {@code from + count - 1} of op(B), [k,n], to where {@link #gemmPacked} reads them
     * fastest, so that slabs of C that need the same B share the work. The layout is the implementation's own. Rows may
     * be packed in any order and at the same time, if cut at multiples of {@value #PACKED_ROWS}.
     *
     * @param packed {@link #packedSize} floats
     */
    void pack(boolean transB, int n, int k, int from, int count, float[] b, int bo, int ldb, float[] packed);

    /**
     * {@link #gemm} with an op(B), [k,n], that {@link #pack} has packed. Here n may also be {@link #packedWidth} of
     * what was packed: C then has room for whole vectors, and receives arbitrary values in the columns that B does not
     * have.
     */
    void gemmPacked(
            boolean transA, int m, int n, int k,
            float[] a, int ao, int lda, float[] packed, float[] c, int co, int ldc, boolean accumulate);

    /**
     * {@link #gemmPacked} whose sums start from a row of n floats, the same for each row of C: the bias of a layer. It
     * saves writing and reading C once.
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
     * Floats at the start of a packed op(B) that the vector kernels skip: with the 16 bytes of an array's header they
     * fill a cache line. A large array begins where a line does.
     */
    int PACKED_START = 12;

    /**
     * Where it can be chosen, the best distance between two rows of A, for up to 128 columns: kernels are faster if
     * they know the distance ahead.
     */
    int ROW_STEP = 144;

    /** Floats that a packed op(B), [k,n], takes. */
    static int packedSize(int n, int k) {
        return roundUp(n, 32) * k + PACKED_START;
    }

    /** Columns of a packed B, with those that fill it up. */
    static int packedWidth(int n) {
        return roundUp(n, 16);
    }

    /**
     * The least odd number of cache lines that hold n floats, in floats. A transposed A whose rows lie so far apart
     * needs no copy: with an odd stride a column of it fills all sets of a cache in turn.
     */
    static int oddLines(int n) {
        return (Slabs.count(n, 16) | 1) * 16;
    }

    /** The least multiple of {@code multiple} that is not below n. */
    static int roundUp(int n, int multiple) {
        return Slabs.count(n, multiple) * multiple;
    }
}
