package org.almt.core.kernel;

import org.almt.core.parallel.Slabs;

/**
 * Cuts a matrix product into bands for the {@link Products#gemm kernel}, which threads take as they come. Every element
 * of C is still one sum over k in order, whichever band it falls into.
 *
 * <p>Bands of rows share one packed op(B): packing it again for each of 16 bands of 32 rows took a third of the time
 * of a product of 512 x 128 x 128 with B transposed. Where rows are few, bands of columns pack their own part of B,
 * which no other band needs.
 *
 * <p>Measured on two cores with a ceiling of 118 GFLOP/s each, in GFLOP/s as stored / B transposed / A transposed, at
 * 512 bits: 201 / 195 / 188 (512 x 128 x 128, M x N x K), 213 / 210 / 198 (512 x 128 x 768), 219 / 221 / 201 (3200 x
 * 128 x 768), 212 / 208 / 206 (512 x 512 x 512), 210 / 200 / 205 (1024 x 1024 x 1024).
 */
public final class Gemm {
    private static final Scratch PANELS = new Scratch();

    /** A band has at least this many multiply-adds: about 5 microseconds on one core, ten times what a thread costs. */
    static final long BAND_WORK = 1 << 18;

    /** Enough for two to eight threads to end at about the same time. */
    private static final int MOST_BANDS = 16;

    /** A band with fewer rows reads panels of B from further away than it uses them. */
    private static final int FEWEST_ROWS = 16;

    /** Two panels at 512 bits. */
    static final int FEWEST_COLUMNS = 64;

    /** Rows of B are packed so many at a time that they take 512 KiB, half of a second-level cache … */
    private static final int PACKED = 1 << 17;

    /** … but at least this many, since C is read and written once each time. */
    private static final int FEWEST_PACKED_ROWS = 256;

    /** Elements of B that one thread packs at a time: 1 to 3 microseconds. */
    private static final int PACK_WORK = 1 << 14;

    private Gemm() {}

    /** {@link Products#gemm} on all threads. */
    public static void run(
            Kernels kernels, boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        int bands = (int) Math.min((long) m * n * k / BAND_WORK, MOST_BANDS);
        if (bands <= 1) {
            kernels.products().gemm(transA, transB, m, n, k, a, ao, lda, b, bo, ldb, c, co, ldc, accumulate);
        } else if (m >= 4 * FEWEST_ROWS) {
            int rows = Slabs.count(m, Math.min(bands, m / FEWEST_ROWS));
            byRows(kernels, Products.roundUp(rows, 4), transA, transB, m, n, k,
                    a, ao, lda, b, bo, ldb, c, co, ldc, accumulate);
        } else {
            int columns = Products.roundUp(Slabs.count(n, bands), FEWEST_COLUMNS);
            Product product = Product.OF_THREAD.get();
            product.set(kernels, transA, transB, m, n, k, a, ao, lda, b, bo, ldb, c, co, ldc, accumulate);
            Slabs.over(n, columns, product.columns);
            product.release();
        }
    }

    /** Bands of so many rows on a shared packed B. */
    private static void byRows(
            Kernels kernels, int rows, boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        int depth = Math.max(PACKED / n / FEWEST_PACKED_ROWS, 1) * FEWEST_PACKED_ROWS;
        float[] packed = PANELS.floats(Products.packedSize(n, Math.min(k, depth)));
        Product product = Product.OF_THREAD.get();
        for (int k0 = 0; k0 < k; k0 += depth) {
            int ks = Math.min(depth, k - k0);
            product.set(kernels, transA, transB, m, n, ks, a, ao + k0 * (transA ? lda : 1), lda,
                    b, bo + k0 * (transB ? 1 : ldb), ldb, c, co, ldc, accumulate || k0 > 0);
            product.packed = packed;
            Slabs.over(ks, Math.max(PACK_WORK / n / Products.PACKED_ROWS, 1) * Products.PACKED_ROWS, product.packing);
            Slabs.over(m, rows, product.rows);
        }
        product.release();
    }

    /** A product while its bands run; one object a thread, since lambdas over 16 variables would be garbage by the KiB. */
    private static final class Product {
        static final ThreadLocal<Product> OF_THREAD = ThreadLocal.withInitial(Product::new);

        final Slabs.Slab columns = this::columns;
        final Slabs.Slab packing = this::pack;
        final Slabs.Slab rows = this::rows;
        private Kernels kernels;
        private boolean transA;
        private boolean transB;
        private int m;
        private int n;
        private int k;
        private float[] a;
        private int ao;
        private int lda;
        private float[] b;
        private int bo;
        private int ldb;
        private float[] c;
        private int co;
        private int ldc;
        private boolean accumulate;
        private float[] packed;

        void set(
                Kernels by, boolean ta, boolean tb, int rowsOfC, int columnsOfC, int depth, float[] left, int leftAt,
                int strideA, float[] right, int rightAt, int strideB, float[] result, int resultAt, int strideC,
                boolean add) {
            kernels = by;
            transA = ta;
            transB = tb;
            m = rowsOfC;
            n = columnsOfC;
            k = depth;
            a = left;
            ao = leftAt;
            lda = strideA;
            b = right;
            bo = rightAt;
            ldb = strideB;
            c = result;
            co = resultAt;
            ldc = strideC;
            accumulate = add;
        }

        /** No tensor's memory is kept. */
        void release() {
            a = null;
            b = null;
            c = null;
            packed = null;
        }

        private void columns(int from, int count) {
            kernels.products().gemm(transA, transB, m, count, k,
                    a, ao, lda, b, bo + from * (transB ? ldb : 1), ldb, c, co + from, ldc, accumulate);
        }

        private void pack(int from, int count) {
            kernels.products().pack(transB, n, k, from, count, b, bo, ldb, packed);
        }

        private void rows(int from, int count) {
            kernels.products().gemmPacked(transA, count, n, k,
                    a, ao + from * (transA ? 1 : lda), lda, packed, c, co + from * ldc, ldc, accumulate);
        }
    }
}
