package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.kernel.Products;
import org.almt.core.kernel.Scratch;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * The three products of a convolution, without a matrix of windows. Channels lie last. The part of a row of pixels
 * inside a window is thus one run of memory, and the windows of neighbouring pixels begin a fixed distance apart. The
 * windows of a row of pixels therefore form a matrix whose rows overlap. Each product reads this matrix in place.
 *
 * <pre>
 * forward       y[ow, O] += windows[ow, KW*C] W_kh[KW*C, O]       for each kh
 * intoWeight    dW_kh[KW*C, O] += windows^T[KW*C, ow] dy[ow, O]
 * intoInput     dx[ow, C] += dy[ow, O] W_kh,kw^T[O, C]            for each kh, kw, so that no rows overlap
 * </pre>
 *
 * <p>With dilation or groups, a run is the channels of one pixel, and each kw is handled as each kh is.
 */
final class ConvLoops {
    /** Output pixels of a row in one product. */
    private static final int PIXELS = 64;

    /** About so many rows of a weight gradient are one thread's work. */
    private static final int WEIGHT_ROWS = 48;

    /** The same if some samples are taken at a time: work for more threads. */
    private static final int FEW_WEIGHT_ROWS = 24;

    /** With shorter runs or fewer channels of y, tiles do not fit. With stride 1, samples of dy are then packed. */
    private static final int LEAST_RUN = 12;

    private static final int LEAST_OUT = 32;

    /**
     * Elements of dy that are read in place at a time, half a MiB: all rows find them in the second-level cache.
     * A whole batch at a time, in slabs of 48 rows and 32 columns, took 4.6 instead of 3.3 ms (32 samples, 3 x 3
     * windows, 32 to 64 channels, 28 x 28 pixels, two threads of a virtual Xeon with AVX-512).
     */
    private static final int IN_CACHE = 1 << 17;

    /**
     * Elements of dy that are packed at a time: 1 MiB, half of a second-level cache. All rows of the weight gradient
     * then read them there.
     */
    private static final int PACKED = 1 << 18;

    private static final Scratch LINE = new Scratch();
    private static final Scratch SPREAD = new Scratch();
    private static final Scratch PADDED = new Scratch();

    private final Windows windows;
    private final int channelsOut;
    private final int groups;
    private final int groupIn;
    private final int groupOut;
    /** Whether a run is a whole row of a window. Otherwise it is the channels of one pixel. */
    private final boolean whole;
    /** The number of elements of a run, and of runs of a window. */
    private final int run;
    private final int runs;
    /** W as [group][run][element of the run, O of the group]. */
    private final float[] ordered;
    private final float[][] packed;
    /** The packed transposes, and the gradient of {@link #ordered}. Empty until the first backward pass. */
    private float[][] packedBack = {};
    private float[] gradient = {};
    /** Some samples of dy, packed. Empty until needed. */
    private float[][] packedSamples = {};

    ConvLoops(Windows windows, int channelsOut) {
        this.windows = windows;
        this.channelsOut = channelsOut;
        groups = windows.options().groups();
        groupIn = windows.channels() / groups;
        groupOut = channelsOut / groups;
        whole = groups == 1 && windows.options().dilationW() == 1;
        run = whole ? windows.kernelW() * groupIn : groupIn;
        runs = whole ? windows.kernelH() : windows.kernelH() * windows.kernelW();
        ordered = new float[channelsOut * groupIn * windows.kernelH() * windows.kernelW()];
        packed = new float[groups * runs][Products.packedSize(groupOut, run)];
    }

    /**
     * Fills {@link #ordered} from W [O, C of the group, KH, KW]. With {@code adds}, it adds {@code order} to a gradient
     * of W instead.
     */
    private void reorder(float[] stored, int at, float[] order, boolean adds) {
        int taps = windows.kernelH() * windows.kernelW();
        for (int o = 0; o < channelsOut; o++) {
            int first = o / groupOut * taps * groupIn * groupOut + o % groupOut;
            for (int c = 0; c < groupIn; c++) {
                int from = at + (o * groupIn + c) * taps;
                for (int tap = 0; tap < taps; tap++) {
                    int to = first + (tap * groupIn + c) * groupOut; // rows (kh, kw, c)
                    if (adds) {
                        stored[from + tap] += order[to];
                    } else {
                        order[to] = stored[from + tap];
                    }
                }
            }
        }
    }

    /** Packs the weight for {@link #forward} and, for {@link #intoInput}, its transpose. */
    void packWeight(float[] weight, int at, boolean transposed) {
        reorder(weight, at, ordered, false);
        Products products = Engine.kernels().products();
        if (!transposed) {
            for (int i = 0; i < packed.length; i++) {
                products.pack(false, groupOut, run, 0, run, ordered, i * run * groupOut, groupOut, packed[i]);
            }
            return;
        }
        int taps = groups * windows.kernelH() * windows.kernelW();
        if (packedBack.length == 0) {
            packedBack = new float[taps][Products.packedSize(groupIn, groupOut)];
        }
        for (int i = 0; i < taps; i++) {
            products.pack(true, groupIn, groupOut, 0, groupOut, ordered, i * groupIn * groupOut, groupOut,
                    packedBack[i]);
        }
    }

    /**
     * y [B, OH, OW, O] += x W, with x [B, paddedH, paddedW, C]; each element is summed over kh, kw, c in ascending
     * order. If there is a row [O], sums start from the row, otherwise from y.
     */
    void forward(float[] x, int xo, float[] y, int yo, float @Nullable [] row, int ro) {
        int chunks = Slabs.count(windows.outW(), PIXELS);
        long work = (long) Math.min(PIXELS, windows.outW()) * channelsOut * run * runs;
        Slabs.over(windows.batch() * windows.outH() * chunks, each(work), (from, count) -> {
            for (int i = from; i < from + count; i++) {
                pixels(x, xo, y, yo, row, ro, i / chunks, i % chunks * PIXELS);
            }
        });
    }

    private static int each(long work) {
        return (int) Math.max(1, Gemm.SLAB_WORK / Math.max(1, work));
    }

    private void pixels(
            float[] x, int xo, float[] y, int yo, float @Nullable [] start, int so, int row, int ow) {
        Products products = Engine.kernels().products();
        int b = row / windows.outH();
        int oh = row % windows.outH();
        int n = Math.min(PIXELS, windows.outW() - ow);
        int step = windows.options().strideW() * windows.channels();
        for (int g = 0; g < groups; g++) {
            int to = yo + (row * windows.outW() + ow) * channelsOut + g * groupOut;
            for (int r = 0; r < runs; r++) {
                int from = xo + b * windows.paddedSize() + run(oh, ow, r) + g * groupIn;
                float[] w = packed[g * runs + r];
                if (r == 0 && start != null) {
                    products.gemmPackedFrom(n, groupOut, run, x, from, step, w, start, so + g * groupOut,
                            y, to, channelsOut);
                } else {
                    products.gemmPacked(false, n, groupOut, run, x, from, step, w, y, to, channelsOut, true);
                }
            }
        }
    }

    /** The place where run r of a window begins. */
    private int run(int oh, int ow, int r) {
        return whole
                ? windows.element(oh, ow, r, 0)
                : windows.element(oh, ow, r / windows.kernelW(), r % windows.kernelW());
    }

    /** dx [B, paddedH, paddedW, C] += dy W^T. Threads share the samples. */
    void intoInput(float[] dy, int dyo, float[] dx, int dxo) {
        long work = (long) windows.outH() * windows.outW() * channelsOut * run * runs;
        Slabs.over(windows.batch(), each(work), (from, count) -> {
            for (int b = from; b < from + count; b++) {
                intoSample(dy, dyo + b * windows.outH() * windows.outW() * channelsOut, dx,
                        dxo + b * windows.paddedSize());
            }
        });
    }

    /**
     * The same for x without padding, [B, H, W, C]. The padded gradient of a sample stays in the cache until it is
     * added.
     */
    void intoInside(float[] dy, int dyo, float[] dx, int dxo) {
        long work = (long) windows.outH() * windows.outW() * channelsOut * run * runs;
        Slabs.over(windows.batch(), each(work), (from, count) -> {
            float[] padded = PADDED.floats(windows.paddedSize());
            for (int b = from; b < from + count; b++) {
                Arrays.fill(padded, 0, windows.paddedSize(), 0);
                intoSample(dy, dyo + b * windows.outH() * windows.outW() * channelsOut, padded, 0);
                addInside(padded, dx, dxo + b * windows.size());
            }
        });
    }

    private void intoSample(float[] dy, int dyo, float[] dx, int dxo) {
        Products products = Engine.kernels().products();
        int taps = windows.kernelH() * windows.kernelW();
        int step = windows.options().strideW() * windows.channels();
        for (int i = 0; i < windows.outH() * groups; i++) {
            int oh = i / groups;
            int g = i % groups;
            float[] a = dy;
            int at = dyo + oh * windows.outW() * channelsOut + g * groupOut;
            int lda = channelsOut;
            if (taps > 1 && groupOut < Products.ROW_STEP) { // copied once, multiplied by each tap
                a = LINE.floats(windows.outW() * Products.ROW_STEP);
                for (int ow = 0; ow < windows.outW(); ow++) {
                    System.arraycopy(dy, at + ow * channelsOut, a, ow * Products.ROW_STEP, groupOut);
                }
                at = 0;
                lda = Products.ROW_STEP;
            }
            for (int tap = 0; tap < taps; tap++) {
                int to = dxo + windows.element(oh, 0, tap / windows.kernelW(), tap % windows.kernelW());
                products.gemmPacked(false, windows.outW(), groupIn, groupOut, a, at, lda,
                        packedBack[g * taps + tap], dx, to + g * groupIn, step, true);
            }
        }
    }

    /**
     * dweight [O, C of the group, KH, KW] += x^T dy, summed over samples, rows and pixels in ascending order. With
     * stride 1 and few channels, the sum includes elements beside a window times 0. This changes no bit if all elements
     * are finite.
     */
    void intoWeight(float[] x, int xo, float[] dy, int dyo, float[] dweight, int dwo) {
        if (gradient.length == 0) {
            gradient = new float[ordered.length];
        }
        Arrays.fill(gradient, 0);
        if (run >= LEAST_RUN && groupOut >= LEAST_OUT) {
            inGroups(together(IN_CACHE, windows.outH() * windows.outW()),
                    (first, samples) -> byLines(x, xo, dy, dyo, first, samples, FEW_WEIGHT_ROWS));
        } else if (!whole || windows.options().strideH() > 1 || windows.options().strideW() > 1) {
            byLines(x, xo, dy, dyo, 0, windows.batch(), WEIGHT_ROWS);
        } else {
            int together = together(PACKED, pixelsOfSample());
            int chunks = Slabs.count(run, FEW_WEIGHT_ROWS);
            inGroups(together, (first, samples) -> {
                packSamples(dy, dyo, first, samples, together);
                Slabs.over(runs * chunks, 1, (from, count) -> {
                    for (int i = from; i < from + count; i++) {
                        samples(x, xo, first, samples, i / chunks, i % chunks * FEW_WEIGHT_ROWS);
                    }
                });
            });
        }
        reorder(dweight, dwo, gradient, true);
    }

    /** Samples of which dy has about so many elements, at least one. */
    private int together(int elements, int pixels) {
        return Math.max(1, Math.min(windows.batch(), elements / Math.max(1, pixels * channelsOut)));
    }

    /** Some samples, one after the other. */
    @FunctionalInterface
    private interface Group {
        void run(int first, int samples);
    }

    /** Takes all samples in order, some at a time. */
    private void inGroups(int together, Group group) {
        for (int first = 0; first < windows.batch(); first += together) {
            group.run(first, Math.min(together, windows.batch() - first));
        }
    }

    /**
     * Number of pixels of a sample of dy from the first to the last, if its rows are as wide as those of the padded
     * input.
     */
    private int pixelsOfSample() {
        return (windows.outH() - 1) * windows.paddedW() + windows.outW();
    }

    /**
     * Packs some samples of dy, with zeros behind each row of pixels. One product then computes a whole sample: the
     * windows of a row continue in the next row, and windows that lie across both meet the zeros.
     */
    private void packSamples(float[] dy, int dyo, int first, int samples, int most) {
        int rows = pixelsOfSample();
        if (packedSamples.length == 0) {
            packedSamples = new float[most][Products.packedSize(channelsOut, rows)];
        }
        int line = windows.outW() * channelsOut;
        Slabs.over(samples, 1, (from, count) -> {
            float[] spread = SPREAD.floats(rows * channelsOut);
            for (int b = from; b < from + count; b++) {
                Arrays.fill(spread, 0, rows * channelsOut, 0);
                for (int oh = 0; oh < windows.outH(); oh++) {
                    System.arraycopy(dy, dyo + ((first + b) * windows.outH() + oh) * line, spread,
                            oh * windows.paddedW() * channelsOut, line);
                }
                Engine.kernels().products().pack(
                        false, channelsOut, rows, 0, rows, spread, 0, channelsOut, packedSamples[b]);
            }
        });
    }

    private void samples(float[] x, int xo, int from, int samples, int r, int first) {
        int n = Math.min(FEW_WEIGHT_ROWS, run - first);
        for (int b = 0; b < samples; b++) {
            Engine.kernels().products().gemmPacked(true, n, channelsOut, pixelsOfSample(), x,
                    xo + (from + b) * windows.paddedSize() + run(0, 0, r) + first, windows.channels(), packedSamples[b],
                    gradient, (r * run + first) * channelsOut, channelsOut, true);
        }
    }

    /** The weight gradient of some samples, in slabs of about so many rows of a run. x and dy are read in place. */
    private void byLines(float[] x, int xo, float[] dy, int dyo, int first, int samples, int rows) {
        int chunks = Math.max(1, Math.min(Slabs.count(run, rows), run / LEAST_RUN));
        Slabs.over(groups * runs * chunks, 1, (from, count) -> {
            for (int i = from; i < from + count; i++) {
                int at = i % chunks * run / chunks;
                int n = (i % chunks + 1) * run / chunks - at;
                for (int b = first; b < first + samples; b++) {
                    lines(x, xo, dy, dyo, b, i / chunks, at, n);
                }
            }
        });
    }

    /** Some rows of a weight gradient, from the lines of one sample. */
    private void lines(float[] x, int xo, float[] dy, int dyo, int b, int groupAndRun, int first, int n) {
        int g = groupAndRun / runs;
        int line = windows.outW() * channelsOut;
        Engine.kernels().products().gemmRuns(n, groupOut, windows.outH(), windows.outW(),
                x, xo + b * windows.paddedSize() + run(0, 0, groupAndRun % runs) + g * groupIn + first,
                windows.options().strideW() * windows.channels(), windows.padded(windows.options().strideH(), 0),
                dy, dyo + b * windows.outH() * line + g * groupOut, channelsOut, line,
                gradient, (groupAndRun * run + first) * groupOut, groupOut);
    }

    // ------------------------------------------------------------------ padding

    /** Copies x [B, H, W, C] into zeros [B, paddedH, paddedW, C]. */
    void pad(float[] x, int xo, float[] to, int at) {
        int row = windows.width() * windows.channels();
        Slabs.overRows(windows.batch(), windows.paddedSize(), Slabs.CHEAP, (from, count) -> {
            Arrays.fill(to, at + from * windows.paddedSize(), at + (from + count) * windows.paddedSize(), 0);
            for (int i = from * windows.height(); i < (from + count) * windows.height(); i++) {
                System.arraycopy(x, xo + i * row, to, at + inside(i), row);
            }
        });
    }

    /** Adds the inside of a padded sample [paddedH, paddedW, C] to the sample [H, W, C]. */
    private void addInside(float[] padded, float[] x, int xo) {
        int row = windows.width() * windows.channels();
        for (int i = 0; i < windows.height(); i++) {
            Engine.kernels().elementwise().add(row, x, xo + i * row, padded, inside(i), x, xo + i * row);
        }
    }

    /** The place where row i, counted through all samples, begins in the padded samples. */
    private int inside(int i) {
        return i / windows.height() * windows.paddedSize()
                + windows.padded(i % windows.height() + windows.options().paddingH(), windows.options().paddingW());
    }
}
