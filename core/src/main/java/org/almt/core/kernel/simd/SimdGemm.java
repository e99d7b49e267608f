package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.LANES;

import java.util.Arrays;
import org.almt.core.kernel.Products;
import org.almt.core.kernel.Scratch;

/**
 * The matrix product as outer products: {@link Tiles} of C stay in registers while k runs.
 *
 * <p>The loops around the tile are, from the inside out: rows of A for one of the {@link Panels} of B; the panels;
 * blocks of {@code K_BLOCK} k; blocks of {@value #I_BLOCK} rows. With blocks of k, the panels in use take 32 KiB at 512
 * bits. Between them, the sums are stored in C, which rounds nothing. With blocks of rows, their part of A (64 KiB)
 * stays in the second-level cache beside the panels. This part is copied if that makes the tile faster: for {@link
 * RowTiles} if it is multiplied by many columns, for {@link ColumnTiles} always. Consecutive k of a transposed A, read
 * in place, lie 2 KiB apart and compete for the same few sets of the cache.
 *
 * <p>Measured at 512 bits on one core of a virtual Intel Xeon that computes two vectors of multiply-adds a cycle, as
 * the least of many times, while other work ran. Its peak is 236 GFLOP/s. As stored / B transposed / A transposed,
 * first with {@link Tiles#wide} and then with {@link Tiles#six} alone: 148 / 156 / 142 and 124 / 118 / 117 (512 x 384 x
 * 128, M x N x K), 144 / 150 / 136 and 124 / 125 / 98 (512 x 128 x 768), 143 / 143 / 136 and 104 / 125 / 99 (512 x 512
 * x 512). At 256 bits on that core, whose peak then is 117 GFLOP/s: 98 / 98 / 88 (512 x 512 x 512).
 */
final class SimdGemm implements Products {
    private static final Scratch PANELS = new Scratch();
    private static final Scratch ROWS = new Scratch();
    private static final Scratch COLUMNS_OF_A = new Scratch();
    private static final Scratch STRIP = new Scratch();

    /** Columns of a panel. */
    static final int COLUMNS = 2 * LANES;

    /** With AVX-512 there are 32 vector registers, enough for {@link Tiles#wide}. */
    private static final boolean MANY_REGISTERS = LANES == 16;

    /** Panels used at a time. */
    private static final int TOGETHER = MANY_REGISTERS ? 2 : 1;

    /**
     * The place where panels begin, so that each vector lies in one cache line. A vector that lies in two lines costs
     * two loads: 126 instead of 143 GFLOP/s for 512 x 512 x 512, measured as above.
     */
    private static final int FIRST = PACKED_START;

    private static final int I_BLOCK = 132;
    static final int K_BLOCK = 256 / TOGETHER;

    /**
     * From this many columns on, it pays to copy rows of A for {@link RowTiles}: 182 instead of 160 GFLOP/s for 768 x
     * 128 x 128, 199 instead of 164 for 768 x 512 x 128 (M x N x K, B transposed, one core of a virtual Intel Xeon,
     * peak 245, with a tile of six by four, as fast as the present one).
     */
    private static final int COPY_COLUMNS = 4 * COLUMNS;

    /** The same for {@link FourteenRows}: 2.6 instead of 2.9 ms for the forward pass of the convolution named there. */
    private static final int COPY_COLUMNS_OF_FOURTEEN = 2 * COLUMNS;

    /**
     * Up to this many rows, copying a panel costs more than it saves: 47 instead of 85 GFLOP/s for 4 x 128 x 128, 69
     * instead of 81 for 8 x 768 x 128. From 12 to 16 rows on it pays. At N x K of 512 x 512 it pays from 6 rows on.
     * Processor time of one thread of a virtual Xeon with AVX-512, while other work ran.
     */
    private static final int FEW_ROWS = 8;

    /**
     * With fewer rows it pays to use a panel while it is in the first-level cache, and to pack the next one only then:
     * 99 instead of 86 GFLOP/s for 32 x 128 x 128, measured as above. With 128 rows the difference is 2 to 4 %.
     */
    private static final int MANY_ROWS = 64;

    private static final float[] ZEROS = new float[2 * COLUMNS];

    @Override
    public void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        if (k == 0 && !accumulate) {
            clear(m, n, c, co, ldc);
        }
        if (k > 0 && m == 1 && transB) {
            MatrixVector.product(n, k, b, bo, ldb, a, ao, transA ? lda : 1, c, co, 1, accumulate);
            return;
        }
        if (k > 0 && n == 1 && !transA) {
            MatrixVector.product(m, k, a, ao, lda, b, bo, transB ? 1 : ldb, c, co, ldc, accumulate);
            return;
        }
        int width = m <= FEW_ROWS ? COLUMNS : m < MANY_ROWS ? TOGETHER * COLUMNS : n;
        for (int j = 0; j < n; j += width) {
            int js = Math.min(width, n - j);
            for (int k0 = 0; k0 < k; k0 += K_BLOCK) {
                int ks = Math.min(K_BLOCK, k - k0);
                int ak = ao + k0 * (transA ? lda : 1);
                int bk = bo + (transB ? j * ldb + k0 : k0 * ldb + j);
                boolean add = accumulate || k0 > 0;
                if (!transA && !transB && js == COLUMNS && m <= FEW_ROWS) {
                    rows(m, js, ks, a, ak, lda, b, bk, ldb, add ? c : ZEROS, add ? co + j : 0, add ? ldc : 0,
                            c, co + j, ldc);
                } else {
                    float[] panels = PANELS.floats(FIRST + Products.roundUp(js, COLUMNS) * K_BLOCK);
                    Panels.pack(transB, js, ks, b, bk, ldb, panels, FIRST, ks * COLUMNS);
                    gemmPacked(transA, m, js, ks, a, ak, lda, panels, c, co + j, ldc, add);
                }
            }
        }
    }

    private static void clear(int m, int n, float[] c, int co, int ldc) {
        for (int i = 0; i < m; i++) {
            Arrays.fill(c, co + i * ldc, co + i * ldc + n, 0);
        }
    }

    /** The packed form of op(B) is its panels, one after the other, each k rows long. */
    @Override
    public void pack(boolean transB, int n, int k, int from, int count, float[] b, int bo, int ldb, float[] packed) {
        int first = bo + from * (transB ? 1 : ldb);
        Panels.pack(transB, n, count, b, first, ldb, packed, FIRST + from * COLUMNS, k * COLUMNS);
    }

    @Override
    public void gemmPacked(
            boolean transA, int m, int n, int k,
            float[] a, int ao, int lda, float[] packed, float[] c, int co, int ldc, boolean accumulate) {
        if (k == 0 && !accumulate) {
            clear(m, n, c, co, ldc);
        }
        blocks(transA, m, n, k, a, ao, lda, packed, ZEROS, 0, c, co, ldc, accumulate);
    }

    @Override
    public void gemmPackedFrom(
            int m, int n, int k, float[] a, int ao, int lda, float[] packed, float[] row, int ro, float[] c, int co,
            int ldc) {
        if (k == 0) {
            Products.super.gemmPackedFrom(m, n, k, a, ao, lda, packed, row, ro, c, co, ldc);
        }
        blocks(false, m, n, k, a, ao, lda, packed, row, ro, c, co, ldc, false);
    }

    @Override
    public void gemmRuns(
            int m, int n, int runs, int k, float[] a, int ao, int lda, int nextA, float[] b, int bo, int ldb, int nextB,
            float[] c, int co, int ldc) {
        if (m < RunTiles.ROWS || n < COLUMNS) {
            Products.super.gemmRuns(m, n, runs, k, a, ao, lda, nextA, b, bo, ldb, nextB, c, co, ldc);
            return;
        }
        RunTiles.product(m, n, runs, k, a, ao, lda, nextA, b, bo, ldb, nextB, c, co, ldc);
    }

    /**
     * Sums start from C. Without {@code accumulate}, they start from a row: zeros or, if A is not transposed, a bias.
     */
    private static void blocks(
            boolean transA, int m, int n, int k, float[] a, int ao, int lda, float[] packed, float[] row, int ro,
            float[] c, int co, int ldc, boolean accumulate) {
        for (int i = 0; i < m; i += I_BLOCK) {
            int is = Math.min(I_BLOCK, m - i);
            for (int k0 = 0; k0 < k; k0 += K_BLOCK) {
                int ks = Math.min(K_BLOCK, k - k0);
                boolean add = accumulate || k0 > 0;
                if (transA) {
                    float[] x = COLUMNS_OF_A.floats(K_BLOCK * ColumnTiles.STEP);
                    Panels.copy(ks, is, a, ao + k0 * lda + i, lda, x, 0, ColumnTiles.STEP);
                    columns(is, n, ks, x, packed, k0, k, c, co + i * ldc, ldc, add);
                    continue;
                }
                float[] rows = a;
                int at = ao + i * lda + k0;
                int step = lda;
                boolean fourteens = is % FourteenRows.ROWS == 0 && n >= COPY_COLUMNS_OF_FOURTEEN;
                if (MANY_REGISTERS && (fourteens || n >= COPY_COLUMNS && is >= 12)) {
                    rows = ROWS.floats(I_BLOCK * RowTiles.STEP);
                    Panels.copy(is, ks, a, at, lda, rows, 0, RowTiles.STEP);
                    at = 0;
                    step = RowTiles.STEP;
                }
                float[] start = add ? c : row;
                int so = add ? co + i * ldc : ro;
                int lds = add ? ldc : 0;
                int perColumn = start == ZEROS ? 0 : 1;
                int j = 0;
                if (MANY_REGISTERS && is >= 6 && step != RowTiles.STEP) {
                    for (; j <= n - 2 * COLUMNS; j += 2 * COLUMNS) {
                        int panel = FIRST + j * k + k0 * COLUMNS;
                        pair(is, ks, a, at, lda, packed, panel, panel + k * COLUMNS,
                                start, so + j * perColumn, lds, c, co + i * ldc + j, ldc);
                    }
                }
                for (; j < n; j += COLUMNS) {
                    rows(is, Math.min(COLUMNS, n - j), ks, rows, at, step,
                            packed, FIRST + j * k + k0 * COLUMNS, COLUMNS, start, so + j * perColumn, lds,
                            c, co + i * ldc + j, ldc);
                }
            }
        }
    }

    /**
     * Multiplies the copy of a transposed A by all panels. An incomplete tile is computed in a buffer, as a whole one.
     */
    private static void columns(
            int is, int n, int ks, float[] x, float[] packed, int k0, int k,
            float[] c, int co, int ldc, boolean add) {
        float[] start = add ? c : ZEROS;
        int lds = add ? ldc : 0;
        int js;
        for (int j = 0; j < n; j += js) {
            int panel = FIRST + j * k + k0 * COLUMNS;
            boolean pair = MANY_REGISTERS && j <= n - 2 * COLUMNS;
            js = Math.min(pair ? 2 * COLUMNS : COLUMNS, n - j);
            int tall = pair ? 6 : 5;
            for (int i = 0; i < is; i += tall) {
                int rest = Math.min(tall, is - i);
                int at = co + i * ldc + j;
                if (rest == tall && pair) {
                    ColumnTiles.wide(ks, x, i, packed, panel, panel + k * COLUMNS, start, add ? at : 0, lds,
                            c, at, ldc);
                } else if (rest == tall && js == COLUMNS) {
                    ColumnTiles.five(ks, x, i, packed, panel, start, add ? at : 0, lds, c, at, ldc);
                } else {
                    float[] strip = STRIP.floats(I_BLOCK * COLUMNS);
                    for (int part = 0; part < js; part += COLUMNS) {
                        int width = Math.min(COLUMNS, js - part);
                        if (add) {
                            Panels.copy(rest, width, c, at + part, ldc, strip, 0, COLUMNS);
                        }
                        ColumnTiles.five(ks, x, i, packed, panel + (part == 0 ? 0 : k * COLUMNS), add ? strip : ZEROS,
                                0, add ? COLUMNS : 0, strip, 0, COLUMNS);
                        Panels.copy(rest, width, strip, 0, COLUMNS, c, at + part, ldc);
                    }
                }
            }
        }
    }

    /** Multiplies rows of A by two whole panels of B, six rows at a time. */
    private static void pair(
            int is, int ks, float[] a, int ao, int stepI, float[] b, int bo, int bo2,
            float[] start, int so, int lds, float[] c, int co, int ldc) {
        int i = 0;
        for (; i < is - 8 || i == is - 6; i += 6) { // tiles of four take the rest, as below
            Tiles.wide(ks, a, ao + i * stepI, stepI, b, bo, bo2, start, so + i * lds, lds, c, co + i * ldc, ldc);
        }
        if (i < is) {
            tiles(is - i, COLUMNS, ks, a, ao + i * stepI, stepI, b, bo, COLUMNS,
                    start, so + i * lds, lds, c, co + i * ldc, ldc);
            tiles(is - i, COLUMNS, ks, a, ao + i * stepI, stepI, b, bo2, COLUMNS,
                    start, so + i * lds + COLUMNS, lds, c, co + i * ldc + COLUMNS, ldc);
        }
    }

    /** Multiplies rows of A by the first js columns of one panel of B. A part of a vector is computed in a buffer. */
    private static void rows(
            int is, int js, int ks, float[] a, int ao, int stepI, float[] b, int bo, int stepB,
            float[] start, int so, int lds, float[] c, int co, int ldc) {
        if (js == COLUMNS || js == LANES) {
            tiles(is, js, ks, a, ao, stepI, b, bo, stepB, start, so, lds, c, co, ldc);
            return;
        }
        float[] strip = STRIP.floats(I_BLOCK * COLUMNS);
        boolean zeros = start == ZEROS;
        if (!zeros) {
            Panels.copy(is, js, start, so, lds, strip, 0, COLUMNS);
        }
        tiles(is, js > LANES ? COLUMNS : LANES, ks, a, ao, stepI, b, bo, stepB,
                zeros ? start : strip, 0, zeros ? 0 : COLUMNS, strip, 0, COLUMNS);
        Panels.copy(is, js, strip, 0, COLUMNS, c, co, ldc);
    }

    /** Multiplies rows of A by one panel of B, with one or two vectors of columns. */
    private static void tiles(
            int is, int js, int ks, float[] a, int ao, int stepI, float[] b, int bo, int stepB,
            float[] start, int so, int lds, float[] c, int co, int ldc) {
        int i = 0;
        if (js == LANES) {
            for (; i < is; i += 8) {
                Tiles.narrow(Math.min(8, is - i), ks, a, ao + i * stepI, stepI, b, bo, stepB,
                        start, so + i * lds, lds, c, co + i * ldc, ldc);
            }
            return;
        }
        if (MANY_REGISTERS && stepB == COLUMNS) {
            if (stepI == RowTiles.STEP && is % FourteenRows.ROWS == 0) {
                for (; i < is; i += FourteenRows.ROWS) {
                    FourteenRows.tile(ks, a, ao + i * stepI, b, bo, start, so + i * lds, lds, c, co + i * ldc, ldc);
                }
            }
            for (; i < is - 14 || i == is - 12; i += 12) {
                if (stepI == RowTiles.STEP) {
                    RowTiles.twelve(ks, a, ao + i * stepI, b, bo, start, so + i * lds, lds, c, co + i * ldc, ldc);
                } else {
                    TallTile.twelve(
                            ks, a, ao + i * stepI, stepI, b, bo, start, so + i * lds, lds, c, co + i * ldc, ldc);
                }
            }
        }
        if (stepB == COLUMNS) {
            for (; i < is - 8 || i == is - 6; i += 6) { // tiles of four take the rest: 4 or 8 rows, or fewer than six
                Tiles.six(ks, a, ao + i * stepI, stepI, b, bo, start, so + i * lds, lds, c, co + i * ldc, ldc);
            }
        }
        for (; i < is; i += 4) {
            Tiles.four(Math.min(4, is - i), ks, a, ao + i * stepI, stepI, b, bo, stepB,
                    start, so + i * lds, lds, c, co + i * ldc, ldc);
        }
    }
}
