package org.almt.core.op;

import org.almt.core.kernel.Products;
import org.almt.core.parallel.Slabs;

/**
 * A right side op(B), [k,n], packed once for many products with few rows: the weights of a model in use. Packing 512 x
 * 128 weights takes longer than multiplying eight rows by them.
 *
 * <p>Columns are packed in chunks, each by itself, so that threads can share the columns of one product.
 */
final class PackedMatrix {
    /**
     * With so many rows and more, a product packs B itself at little cost. For 70 rows (a sentence) and twelve layers of
     * width 384 on one core, packing once takes 34 ms, packing each time 55; with 400 rows the difference is 3 %.
     */
    static final int MANY_ROWS = 256;

    private static final int CHUNK = Gemm.FEWEST_COLUMNS;

    private final int n;
    private final int k;
    private final float[][] chunks;
    private Products products;

    /** Room for op(B) of k rows and n columns. */
    PackedMatrix(int n, int k) {
        this.n = n;
        this.k = k;
        chunks = new float[Slabs.count(n, CHUNK)][];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = new float[Products.packedSize(columns(i), k)];
        }
    }

    private int columns(int chunk) {
        return Math.min(CHUNK, n - chunk * CHUNK);
    }

    /** Packs B, stored [n,k] if transposed and otherwise [k,n]; see {@link Products#gemm}. */
    void pack(Products by, boolean transB, float[] b, int bo, int ldb) {
        products = by; // whose layout the chunks have
        for (int i = 0; i < chunks.length; i++) {
            products.pack(transB, columns(i), k, 0, k, b, bo + i * CHUNK * (transB ? ldb : 1), ldb, chunks[i]);
        }
    }

    /** C[m,n] = A op(B), or C += A op(B), A stored [m,k]: the bits of {@link Products#gemm}. */
    void multiply(int m, float[] a, int ao, int lda, float[] c, int co, int ldc, boolean accumulate) {
        long work = Math.max(1, (long) m * CHUNK * k);
        int share = (int) Math.max(1, Math.min(Gemm.SLAB_WORK / work, chunks.length));
        Slabs.over(chunks.length, share, (from, count) -> {
            for (int i = from; i < from + count; i++) {
                products.gemmPacked(
                        false, m, columns(i), k, a, ao, lda, chunks[i], c, co + i * CHUNK, ldc, accumulate);
            }
        });
    }
}
