package org.almt.core.op;

import java.util.Objects;
import org.almt.core.Packed;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Products;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * Right sides op(B), [k,n] each, packed once for many products with few rows, such as the weights of a model that
 * predicts. Packing 512 x 128 weights takes longer than multiplying eight rows by them.
 *
 * <p>Columns are packed in separate chunks, so that threads can share the columns of one product.
 */
final class PackedMatrix implements Packed {
    /**
     * From this many rows on, a product packs B itself at little cost. For 70 rows (a sentence) and twelve layers of
     * width 384 on one core, packing once takes 34 ms and packing each time 55. With 400 rows the difference is 3 %.
     */
    static final int MANY_ROWS = 256;

    private static final int CHUNK = Gemm.FEWEST_COLUMNS;

    private final int batch;
    private final boolean transB;
    private final int n;
    private final int k;
    /** Null until packed. */
    private volatile @Nullable Contents contents;

    /** The chunks of each matrix, in the layout of the kernels that packed them. */
    private record Contents(Kernels by, float[][][] chunks) {}

    /** Room for matrices op(B) of k rows and n columns. They are stored as [n,k] if transposed, otherwise as [k,n]. */
    PackedMatrix(int batch, boolean transB, int n, int k) {
        this.batch = batch;
        this.transB = transB;
        this.n = n;
        this.k = k;
    }

    private int columns(int chunk) {
        return Math.min(CHUNK, n - chunk * CHUNK);
    }

    @Override
    public void pack(Tensor b, Kernels by) {
        pack(b.array(), b.offset(), transB ? k : n, by);
    }

    /** Packs matrices that lie one after another from {@code bo} on. Rows lie {@code ldb} apart. */
    void pack(float[] b, int bo, int ldb, Kernels by) {
        Contents now = contents;
        float[][][] chunks = now != null && now.by == by ? now.chunks : room();
        for (int i = 0; i < batch; i++) {
            for (int c = 0; c < chunks[i].length; c++) {
                int from = bo + i * n * k + c * CHUNK * (transB ? ldb : 1);
                by.products().pack(transB, columns(c), k, 0, k, b, from, ldb, chunks[i][c]);
            }
        }
        contents = new Contents(by, chunks);
    }

    private float[][][] room() {
        float[][][] chunks = new float[batch][Slabs.count(n, CHUNK)][];
        for (float[][] matrix : chunks) {
            for (int c = 0; c < matrix.length; c++) {
                matrix[c] = new float[Products.packedSize(columns(c), k)];
            }
        }
        return chunks;
    }

    @Override
    public boolean isPackedBy(Kernels kernels) {
        Contents now = contents;
        return now != null && now.by == kernels;
    }

    /** C[m,n] = A op(B_i), or C += A op(B_i), A stored [m,k]. The bits are those of {@link Products#gemm}. */
    void multiply(int i, int m, float[] a, int ao, int lda, float[] c, int co, int ldc, boolean accumulate) {
        Contents now = Objects.requireNonNull(contents, "packed ahead");
        Products products = now.by.products();
        float[][] chunks = now.chunks[i];
        long work = Math.max(1, (long) m * CHUNK * k);
        int share = (int) Math.max(1, Math.min(Gemm.SLAB_WORK / work, chunks.length));
        Slabs.over(chunks.length, share, (from, count) -> {
            for (int j = from; j < from + count; j++) {
                products.gemmPacked(
                        false, m, columns(j), k, a, ao, lda, chunks[j], c, co + j * CHUNK, ldc, accumulate);
            }
        });
    }

    /** Whether both hold the same form of a tensor. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackedMatrix p && p.batch == batch && p.transB == transB && p.n == n && p.k == k;
    }

    @Override
    public int hashCode() {
        return ((batch * 31 + n) * 31 + k) * 31 + (transB ? 1 : 0);
    }
}
