package org.almt.core.op;

import java.util.concurrent.atomic.AtomicLong;
import org.almt.core.Engine;
import org.almt.core.Packable;
import org.almt.core.Tensor;
import org.almt.core.kernel.Products;
import org.almt.core.kernel.Scratch;
import org.almt.core.parallel.Slabs;
import org.almt.core.parallel.Slabs.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products on all threads: C_i = op(A_i) op(B_i), or C_i += op(A_i) op(B_i), for i &lt; batch, where op(X) is X
 * or its transpose. An op owns one object for each product that it computes, forward or backward.
 *
 * <p>A few products are cut into slabs of C, one product after the other. From {@value #MANY} products on, threads take
 * whole products, unless fewer than {@value #ENOUGH} are large and have more slabs than there are products. Every
 * element of C is one sum over k in order, whatever slab it belongs to.
 *
 * <p>Slabs of rows share one packed op(B). If each of 16 slabs of 32 rows packed it again, this took a third of the
 * time of a product of 512 x 128 x 128 with B transposed. If rows are few, each slab of columns packs its own columns
 * of B, which no other slab needs.
 *
 * <p>If A is transposed, or if B is small and C has many rows for each thread, each thread packs the columns of B that
 * it needs, and keeps them for its next part of C. When A was transposed and all threads packed both factors together,
 * each then read panels from another core's cache. On two threads, 512 x 128 x 128 took twice as long, and 512 x 128 x
 * 768 took 1.6 times as long (virtual Intel Xeon with AVX-512). How large the parts are depends on the number of
 * threads. The bits do not.
 *
 * <p>Measured on two cores (AVX-512, peak 118 GFLOP/s each), in GFLOP/s as stored / B transposed, M x N x K: 201 / 195
 * (512 x 128 x 128), 213 / 210 (512 x 128 x 768), 219 / 221 (3200 x 128 x 768), 212 / 208 (512 x 512 x 512), 210 / 200
 * (1024 x 1024 x 1024). With A transposed, on two cores of a virtual Intel Xeon with AVX-512 (peak 240 each): 336, 318,
 * 331, 327 and 325.
 *
 * <p>Threads: safe for many at once.
 */
public final class Gemm {
    /** Least number of multiply-adds of a slab: 5 microseconds on one core, ten times the cost of waking a thread. */
    static final long SLAB_WORK = 1 << 18;

    /** The same for one row of C. It takes the same time, because there are no vectors along k. */
    private static final long ROW_SLAB_WORK = 1 << 15;

    /**
     * Enough for sixteen threads to end at about the same time. For two threads 16 slabs would suffice, and 64 cost
     * nothing. GFLOP/s with 16 / 64 slabs: 298 / 309 (512 x 128 x 128), 356 / 357 (768 x 384 x 128, B transposed),
     * 336 / 359 (3200 x 128 x 768), 326 / 360 (1024 x 1024 x 1024), virtual Intel Xeon with AVX-512.
     */
    private static final int MOST_SLABS = 64;

    /** With four times this many rows, it pays to pack B once for all slabs of rows. */
    private static final int FEWEST_ROWS = 16;

    /** The rows of a slab are a multiple of this: whole tiles. */
    private static final int ROWS_TOGETHER = 12;

    /** Two panels at 512 bits. */
    static final int FEWEST_COLUMNS = 64;

    /** From this many products on, threads take whole products, … */
    private static final int MANY = 8;

    /** … unless there are fewer than this many, and each gives work to more threads. */
    private static final int ENOUGH = 32;

    /** A thread takes products with at least this many multiply-adds in all. */
    private static final long MANY_WORK = 1 << 19;

    /** Elements of the rows of B that are packed at a time: 512 KiB, half of a second-level cache … */
    private static final int PACKED = 1 << 17;

    /** … but at least this many rows, because C is read and written once for each such block. */
    private static final int FEWEST_PACKED_ROWS = 256;

    /** Elements of B that one thread packs at a time: 1 to 3 microseconds. */
    private static final int PACK_WORK = 1 << 14;

    /**
     * Rows of a part of C. They are columns of a transposed A. If they are few, it is copied in short runs. Whole
     * tiles; the other numbers of parts below were not tuned. With at most 24 instead of at most 66 rows, the weights'
     * gradients of a GPT step took 18 % more time (sizes of {@code GptWork} in bench, two threads of a virtual Intel
     * Xeon with AVX-512).
     */
    private static final int MOST_PART_ROWS = 132;

    /** With many threads, parts have at least this many rows. */
    private static final int FEWEST_PART_ROWS = 24;

    /** Rows of a part are a multiple of this: whole tiles. */
    private static final int PART_ROWS_TOGETHER = 6;

    /** Columns of a part of C. Each part copies its columns of A, so few columns copy A often. */
    private static final int MOST_PART_COLUMNS = 256;

    private static final int FEWEST_PART_COLUMNS = 32;

    /** Rows of B that a thread packs at a time: 512 KiB, which each thread keeps until it ends. */
    private static final int PART_DEPTH = 512;

    /**
     * If A is not transposed, each thread packs B for itself up to so many elements, if it has {@link #OWN_ROWS} rows
     * to multiply. Times of the new form divided by those of the old one: 0.83 for 512 x 128 x 128, 0.91 for 512 x 128
     * x 768 with B transposed, 0.99 for 512 x 384 x 128, 0.93 for a training step of ALMT, {@code mosi}, and 1.00 for
     * one of a GPT (sizes of bench, two threads of a virtual Intel Xeon with AVX-512).
     */
    private static final long OWN_PACKED = 1 << 17;

    private static final int OWN_ROWS = 128;

    /** Blocks of k are a multiple of this. */
    private static final int DEPTH_TOGETHER = 128;

    /** A thread's buffer ends with a number of 48 bits and a column. */
    private static final int STAMP = 3;

    private static final int STAMP_BITS = 24;

    /** Numbers the blocks of k that threads have packed for themselves. */
    private static final AtomicLong BLOCKS = new AtomicLong();

    private static final Scratch PANELS = new Scratch();
    private static final Scratch OWN = new Scratch();

    private final int batch;
    private final boolean transA;
    private final boolean transB;
    private final int m;
    private final int n;
    private final int k;
    private boolean add;
    private final int lda;
    private final int ldb;
    /** Each op(B), if it was packed before. */
    private @Nullable PackedMatrix packed;

    private final Slab products = this::products;
    private final Slab columns = this::columns;
    private final Slab packing = this::pack;
    private final Slab rows = this::rows;
    private final Slab parts = this::parts;

    // The present run, for the slabs above. A new object for each run would be 64 bytes a product. That is some 15 KB
    // of the 64 KB that GarbageTest allows a training step.
    @SuppressWarnings("NullAway.Init") // by run()
    private Tensor a;
    @SuppressWarnings("NullAway.Init") // by run()
    private Tensor b;
    @SuppressWarnings("NullAway.Init") // by run()
    private Tensor c;
    /** The row from which sums start. Null if they start from zeros or C. */
    private @Nullable Tensor first;
    private int product;
    private int k0;
    private int depth;
    @SuppressWarnings("NullAway.Init") // by packedAndByRows()
    private float[] panels;
    // of inParts(): the number of the present block of k, and the cut into parts
    private long block;
    private int partRows;
    private int partColumns;

    /**
     * Products of one form.
     *
     * @param batch how many
     * @param transA whether A is stored [k,m] and not [m,k]
     * @param transB whether B is stored [n,k] and not [k,n]
     * @param m rows of C
     * @param n columns of C
     * @param k columns of op(A), which are rows of op(B)
     * @param add whether the products are added to C
     */
    public Gemm(int batch, boolean transA, boolean transB, int m, int n, int k, boolean add) {
        this.batch = batch;
        this.transA = transA;
        this.transB = transB;
        this.m = m;
        this.n = n;
        this.k = k;
        this.add = add;
        lda = transA ? m : k;
        ldb = transB ? k : n;
    }

    /** Every op(B), packed once for all later runs. These are then faster if C has few rows. */
    Packable packable(Tensor right) {
        return new Packable(right, new PackedMatrix(batch, transB, n, k), form -> packed = (PackedMatrix) form);
    }

    /**
     * Computes the products. Matrices lie one after another in their tensors. A tensor with two axes holds one matrix
     * that all products share. Products that share C are added to it one after the other.
     */
    public void run(Tensor left, Tensor right, Tensor result) {
        run(left, right, result, add);
    }

    /** The same. From now on, {@code adds} decides whether products are added to C. */
    void run(Tensor left, Tensor right, Tensor result, boolean adds) {
        add = adds;
        a = left;
        b = right;
        c = result;
        long work = Math.max(1, (long) m * n * k);
        int cut = packed != null || m < 4 * FEWEST_ROWS
                ? Slabs.count(n, FEWEST_COLUMNS)
                : Slabs.count(m, ROWS_TOGETHER);
        if (batch >= MANY && step(c) > 0 && (batch >= ENOUGH || work < 16 * SLAB_WORK || cut <= batch)) {
            Slabs.over(batch, (int) Math.min(batch, (MANY_WORK - 1) / work + 1), products);
            return;
        }
        for (product = 0; product < batch; product++) {
            inSlabs(slabs());
        }
    }

    /**
     * Like {@link #run}, but sums start from a row, the same for each row of C. Only for a single product with A not
     * transposed.
     */
    void runFrom(Tensor row, Tensor left, Tensor right, Tensor result) {
        if (m >= 4 * FEWEST_ROWS && packed == null && slabs() > 1) {
            first = row;
            run(left, right, result, false);
            first = null;
            return;
        }
        for (int i = 0; i < m; i++) {
            System.arraycopy(row.array(), row.offset(), result.array(), result.offset() + i * n, n);
        }
        run(left, right, result, true);
    }

    private int slabs() {
        return (int) Math.min(Math.max(1, (long) m * n * k) / (m == 1 && transB ? ROW_SLAB_WORK : SLAB_WORK),
                MOST_SLABS);
    }

    /** Distance from one matrix to the next, in elements. */
    private static int step(Tensor tensor) {
        int rank = tensor.shape().rank();
        return rank <= 2 ? 0 : tensor.shape().count(rank - 2, rank);
    }

    private int at(Tensor tensor, int i) {
        return tensor.offset() + i * step(tensor);
    }

    /** Computes whole products on one thread. */
    private void products(int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (packed != null) {
                packed.multiply(i, m, a.array(), at(a, i), lda, c.array(), at(c, i), n, add);
            } else {
                Engine.kernels().products().gemm(transA, transB, m, n, k,
                        a.array(), at(a, i), lda, b.array(), at(b, i), ldb, c.array(), at(c, i), n, add);
            }
        }
    }

    /** Computes the present product on several threads. */
    private void inSlabs(int slabs) {
        int enough = Math.min(slabs, Slabs.toKeepBusy());
        if (slabs <= 1 || packed != null) {
            products(product, 1);
        } else if (m >= 4 * FEWEST_ROWS && eachPacks(enough)) {
            inParts(enough);
        } else if (m >= 4 * FEWEST_ROWS) {
            packedAndByRows(Math.max(1, m / slabs / ROWS_TOGETHER) * ROWS_TOGETHER);
        } else {
            Slabs.over(n, Products.roundUp(Slabs.count(n, slabs), FEWEST_COLUMNS), columns);
        }
    }

    /** Whether each of some threads packs what it needs of B. */
    private boolean eachPacks(int threads) {
        return transA || threads > 1 && (long) n * k <= OWN_PACKED && m >= threads * OWN_ROWS;
    }

    private void columns(int from, int count) {
        Engine.kernels().products().gemm(transA, transB, m, count, k, a.array(), at(a, product), lda,
                b.array(), at(b, product) + from * (transB ? ldb : 1), ldb, c.array(), at(c, product) + from, n, add);
    }

    /** For each block of k, all threads pack op(B) and then take slabs of {@code rowsOfSlab} rows. */
    private void packedAndByRows(int rowsOfSlab) {
        int most = Math.max(PACKED / n / FEWEST_PACKED_ROWS, 1) * FEWEST_PACKED_ROWS;
        panels = PANELS.floats(Products.packedSize(n, Math.min(k, most)));
        for (k0 = 0; k0 < k; k0 += most) {
            depth = Math.min(most, k - k0);
            Slabs.over(depth, Math.max(PACK_WORK / n / Products.PACKED_ROWS, 1) * Products.PACKED_ROWS, packing);
            Slabs.over(m, rowsOfSlab, rows);
        }
    }

    /**
     * For each block of k, threads take parts of C: some rows and some columns. No thread reads what another packed.
     *
     * @param enough number of parts that keep all threads busy
     */
    private void inParts(int enough) {
        int most = Slabs.count(m, FEWEST_PART_ROWS);
        partColumns = MOST_PART_COLUMNS;
        while (partColumns > FEWEST_PART_COLUMNS && most * Slabs.count(n, partColumns) < enough) {
            partColumns /= 2;
        }
        int groups = Slabs.count(n, partColumns);
        int pieces = Math.max(Slabs.count(m, MOST_PART_ROWS), Math.min(most, Slabs.count(enough, groups)));
        partRows = Products.roundUp(Slabs.count(m, pieces), PART_ROWS_TOGETHER);
        int deep = Products.roundUp(Slabs.count(k, Slabs.count(k, PART_DEPTH)), DEPTH_TOGETHER);
        for (k0 = 0; k0 < k; k0 += deep) {
            depth = Math.min(deep, k - k0);
            block = BLOCKS.incrementAndGet();
            Slabs.over(Slabs.count(m, partRows) * groups, 1, parts);
        }
    }

    private void parts(int from, int count) {
        int high = Slabs.count(m, partRows);
        for (int part = from; part < from + count; part++) {
            int i = part % high * partRows;
            int j = part / high * partColumns;
            rows(i, Math.min(partRows, m - i), j, Math.min(partColumns, n - j), packedByThread(j));
        }
    }

    /**
     * The columns of op(B) from j on for a part. If this thread's last part had the same columns of the same block,
     * they are still there.
     */
    private float[] packedByThread(int j) {
        float[] own = OWN.floats(Products.packedSize(Math.min(partColumns, n), depth) + STAMP);
        int stamp = own.length - STAMP;
        float low = block & (1 << STAMP_BITS) - 1; // exact, like the upper half
        float high = block >>> STAMP_BITS;
        if (own[stamp] != low || own[stamp + 1] != high || own[stamp + 2] != j) {
            Engine.kernels().products().pack(transB, Math.min(partColumns, n - j), depth, 0, depth,
                    b.array(), at(b, product) + (transB ? j * ldb + k0 : k0 * ldb + j), ldb, own);
            own[stamp] = low;
            own[stamp + 1] = high;
            own[stamp + 2] = j;
        }
        return own;
    }

    private void pack(int from, int count) {
        Engine.kernels().products().pack(transB, n, depth, from, count,
                b.array(), at(b, product) + k0 * (transB ? 1 : ldb), ldb, panels);
    }

    private void rows(int from, int count) {
        rows(from, count, 0, n, panels);
    }

    /** Some rows of C from i on, and some columns from j on, for the present block of k. */
    private void rows(int i, int rows, int j, int columns, float[] packedColumns) {
        Products products = Engine.kernels().products();
        int left = at(a, product) + (transA ? k0 * lda + i : i * lda + k0);
        int result = at(c, product) + i * n + j;
        if (first != null && k0 == 0) {
            products.gemmPackedFrom(rows, columns, depth, a.array(), left, lda, packedColumns,
                    first.array(), first.offset() + j, c.array(), result, n);
        } else {
            products.gemmPacked(transA, rows, columns, depth, a.array(), left, lda, packedColumns,
                    c.array(), result, n, add || k0 > 0);
        }
    }
}
