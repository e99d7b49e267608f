package org.almt.model;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Scratch;
import org.almt.core.op.Checks;
import org.almt.core.parallel.Slabs;

/**
 * Attention of queries that all samples share to layer-normalised rows. The rows are never computed: each is a row of a
 * common table plus a combination of F common directions.
 *
 * <pre>
 * B batch, N rows, L frames (the last L rows), F features of a frame, K = N + F, H heads, T queries, D width of a row
 *
 * x_i = C_i + Σ_f u_if P_f            a row of sample b; C [N,D] the table, P [F,D] the directions, all of mean zero
 * |x_i|² = |C_i|² + Σ_f u_if (2 C_i·P_f + Σ_g P_f·P_g u_ig)                  squares [N], gram = P (C, P)^T [F,K]
 * r_i = 1 / sqrt(|x_i|² / D + eps)    so that r_i x_i is the normalised row
 * w_i = q · x_i = q · C_i + Σ_f u_if q · P_f                                         z = q (C, P)^T  [H,T,K]
 * p = softmax over i of scale r_i w_i
 *
 * forward   a_i = p_i r_i,  a_{N+f} = Σ_i a_i u_if           then Σ_i p_i r_i x_i = a (C, P) for callers that need it
 * backward  with da_i += Σ_f da_{N+f} u_if first, and c = Σ_i a_i da_i:
 *           e_i = scale a_i (da_i r_i - c),  dz_i += e_i,  dz_{N+f} += Σ_i e_i u_if
 *           g_i = -r_i² / 2D Σ over queries of (a_i da_i + e_i w_i)                  the gradient of |x_i|²
 *           dsquares_i += g_i,  dgram_{f,i} += 2 g_i u_if,  dgram_{f,N+g} += Σ_i g_i u_if u_ig
 * saved     z, u, a, r
 * </pre>
 *
 * Shapes: z [H,T,K], gram [F,K], squares [N], frames u^T [B,F,L] (they get no gradient), out a [H,B*T,K]; the rows
 * before the frames have u = 0. A frame costs H·T·2F + F² multiply-adds. Computing its row would cost F·D, and
 * attending to it H·T·2D.
 *
 * <p>The samples are divided into slabs, whose number follows from the shape. Each slab sums its own gradients. These
 * sums are then added in the order of the slabs.
 */
final class FactoredAttention extends Op {
    private static final Scratch SAMPLE = new Scratch();
    private static final Scratch SQUARE_GRADIENTS = new Scratch();
    private static final Scratch SAMPLE_GRADIENTS = new Scratch();

    private static final int MOST_SLABS = 8;

    /** The most slabs of the forward pass, which sums nothing over samples. */
    private static final int MOST_FORWARD_SLABS = 32;

    /** The heads that a thread takes at once: with fewer samples than slabs, threads divide a sample's heads. */
    private static final int HEADS_AT_ONCE = 2;

    private final Tensor z;
    private final Tensor gram;
    private final Tensor squares;
    private final Tensor frames;
    private final float scale;
    private final float eps;
    private final int width;
    private final Tensor out;
    private final Tensor rstd;
    /** For each slab, the gradients of z, gram and squares, one after the other. */
    private final Tensor partial;

    private final int batch;
    private final int heads;
    private final int queries;
    private final int all;
    private final int rows;
    private final int length;
    private final int features;
    private final int samplesPerSlab;

    FactoredAttention(Tensor z, Tensor gram, Tensor squares, Tensor frames, int width, float scale, float eps) {
        super("factoredAttention", z, gram, squares, frames);
        this.z = z;
        this.gram = gram;
        this.squares = squares;
        this.frames = frames;
        this.width = width;
        this.scale = scale;
        this.eps = eps;
        if (z.shape().rank() != 3 || frames.shape().rank() != 3 || squares.shape().rank() != 1) {
            throw new IllegalArgumentException("factoredAttention: z " + z.shape() + ", squares " + squares.shape()
                    + " and frames " + frames.shape() + " need the axes [heads,queries,rows+features], [rows] and"
                    + " [batch,features,length]");
        }
        heads = z.shape().size(0);
        queries = z.shape().size(1);
        batch = frames.shape().size(0);
        features = frames.shape().size(1);
        length = frames.shape().size(2);
        rows = squares.shape().size(0);
        all = rows + features;
        if (length > rows || rows == 0) {
            throw new IllegalArgumentException("factoredAttention: " + rows + " rows for " + length
                    + " frames; the frames are the last of the rows, of which there is one or more");
        }
        Checks.hasShape("factoredAttention", "z", z, "for rows " + rows + " and frames " + frames.shape(), heads,
                queries, all);
        Checks.hasShape("factoredAttention", "gram", gram, "for rows " + rows + " and frames " + frames.shape(),
                features, all);
        if (frames.requiresGrad()) {
            throw new IllegalArgumentException("factoredAttention: the frames get no gradient; detach them");
        }
        samplesPerSlab = Math.max(1, Slabs.count(batch, MOST_SLABS));
        out = output(Shape.of(heads, batch * queries, all));
        rstd = buffer(Shape.of(batch, rows));
        partial = scratch(Shape.of(Slabs.count(batch, samplesPerSlab), slabSize()));
        readsInBackward(z, frames, out);
    }

    private int slabSize() {
        return z.shape().count() + gram.shape().count() + rows;
    }

    /** The index at which the frames of sample b begin. */
    private int framesAt(int b) {
        return frames.offset() + b * features * length;
    }

    /** The index at which the first row of head h and sample b begins in the output, or in its gradient. */
    private int outAt(Tensor tensor, int h, int b) {
        return tensor.offset() + (h * batch + b) * queries * all;
    }

    // ------------------------------------------------------------------ forward

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        if (batch >= MOST_SLABS) {
            Slabs.over(batch, Slabs.count(batch, MOST_FORWARD_SLABS), (from, n) -> {
                for (int b = from; b < from + n; b++) {
                    reciprocalDeviations(kernels, b);
                    mix(kernels, b, 0, heads);
                }
            });
            return;
        }
        for (int sample = 0; sample < batch; sample++) {
            int b = sample;
            reciprocalDeviations(kernels, b);
            Slabs.over(heads, HEADS_AT_ONCE, (from, n) -> mix(kernels, b, from, n));
        }
    }

    /** r_i for all rows of a sample. */
    private void reciprocalDeviations(Kernels kernels, int b) {
        float[] r = rstd.array();
        int ro = rstd.offset() + b * rows;
        int firstFrame = ro + rows - length;
        System.arraycopy(squares.array(), squares.offset(), r, ro, rows);
        float[] products = SAMPLE.floats(features * length);
        kernels.products().gemm(false, false, features, length, features, gram.array(), gram.offset() + rows, all,
                frames.array(), framesAt(b), length, products, 0, length, false);
        for (int f = 0; f < features; f++) {
            int gramOfFrames = gram.offset() + f * all + rows - length;
            kernels.elementwise().addScaled(length, 2, gram.array(), gramOfFrames, products, f * length);
            kernels.elementwise().addProduct(length, frames.array(), framesAt(b) + f * length, products, f * length, r,
                    firstFrame);
        }
        for (int i = 0; i < rows; i++) { // rounding may give a slightly negative sum
            r[ro + i] = (float) (1 / Math.sqrt(Math.max(r[ro + i], 0) / width + eps));
        }
    }

    /** a for the queries of some heads of a sample. */
    private void mix(Kernels kernels, int b, int fromHead, int count) {
        float[] s = SAMPLE.floats(count * queries * all);
        queriesTimesRows(kernels, b, fromHead, count, s);
        int ro = rstd.offset() + b * rows;
        for (int q = 0; q < count * queries; q++) {
            int at = q * all;
            kernels.elementwise().multiply(rows, s, at, rstd.array(), ro, s, at);
            kernels.elementwise().scale(rows, scale, s, at, s, at);
            kernels.softmax().forward(1, rows, s, at, s, at);
            kernels.elementwise().multiply(rows, s, at, rstd.array(), ro, s, at);
        }
        kernels.products().gemm(false, true, count * queries, features, length, s, rows - length, all,
                frames.array(), framesAt(b), length, s, rows, all, false);
        for (int h = 0; h < count; h++) {
            System.arraycopy(s, h * queries * all, out.array(), outAt(out, fromHead + h, b), queries * all);
        }
    }

    /** w_i for the queries of some heads, in rows of K elements, of which the last F are not written. */
    private void queriesTimesRows(Kernels kernels, int b, int fromHead, int count, float[] w) {
        int first = z.offset() + fromHead * queries * all;
        for (int q = 0; q < count * queries; q++) {
            System.arraycopy(z.array(), first + q * all, w, q * all, rows);
        }
        kernels.products().gemm(false, false, count * queries, length, features, z.array(), first + rows, all,
                frames.array(), framesAt(b), length, w, rows - length, all, true);
    }

    // ------------------------------------------------------------------ backward

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        partial.fill(0);
        Slabs.over(batch, samplesPerSlab, (from, n) -> {
            int slab = partial.offset() + from / samplesPerSlab * slabSize();
            for (int b = from; b < from + n; b++) {
                float[] g = SQUARE_GRADIENTS.floats(2 * rows);
                backwardThroughSoftmax(kernels, b, slab, g);
                backwardThroughSquares(kernels, b, slab + z.shape().count(), g);
            }
        });
        int size = z.shape().count();
        addSlabs(kernels, z, 0, size, scale);
        addSlabs(kernels, gram, size, gram.shape().count(), 1);
        addSlabs(kernels, squares, size + gram.shape().count(), rows, 1);
    }

    /** Adds e / scale to the slab's dz, and writes the gradients of |x_i|² into the first N elements of g. */
    private void backwardThroughSoftmax(Kernels kernels, int b, int slab, float[] g) {
        Tensor dout = gradient(out);
        float[] w = SAMPLE.floats(heads * queries * all);
        float[] da = SAMPLE_GRADIENTS.floats(heads * queries * all);
        float[] dz = partial.array();
        float[] r = rstd.array();
        int ro = rstd.offset() + b * rows;
        queriesTimesRows(kernels, b, 0, heads, w);
        for (int h = 0; h < heads; h++) {
            System.arraycopy(dout.array(), outAt(dout, h, b), da, h * queries * all, queries * all);
        }
        int firstFrame = rows - length;
        kernels.products().gemm(false, false, heads * queries, length, features, da, rows, all,
                frames.array(), framesAt(b), length, da, firstFrame, all, true);
        Arrays.fill(g, 0, 2 * rows, 0);
        for (int h = 0; h < heads; h++) {
            for (int t = 0; t < queries; t++) {
                int at = (h * queries + t) * all;
                int a = outAt(out, h, b) + t * all;
                kernels.elementwise().addProduct(rows, out.array(), a, da, at, g, 0);
                float c = kernels.reductions().dot(rows, out.array(), a, da, at);
                kernels.elementwise().multiply(rows, da, at, r, ro, da, at);
                kernels.elementwise().shift(rows, -c, da, at, da, at);
                kernels.elementwise().multiply(rows, out.array(), a, da, at, da, at); // e / scale
                kernels.elementwise().addProduct(rows, da, at, w, at, g, rows);
                kernels.elementwise().add(rows, dz, slab + at, da, at, dz, slab + at);
            }
        }
        kernels.products().gemm(false, true, heads * queries, features, length, da, firstFrame, all,
                frames.array(), framesAt(b), length, dz, slab + rows, all, true);
        kernels.elementwise().addScaled(rows, scale, g, rows, g, 0);
        for (int i = 0; i < rows; i++) {
            g[i] *= -0.5f / width * r[ro + i] * r[ro + i];
        }
    }

    /** Adds to the slab's dgram and dsquares. */
    private void backwardThroughSquares(Kernels kernels, int b, int slab, float[] g) {
        float[] dgram = partial.array();
        int dsquares = slab + gram.shape().count();
        kernels.elementwise().add(rows, dgram, dsquares, g, 0, dgram, dsquares);
        float[] weighted = SAMPLE.floats(features * length); // g_i u_if
        for (int f = 0; f < features; f++) {
            int at = f * length;
            kernels.elementwise().multiply(length, g, rows - length, frames.array(), framesAt(b) + at, weighted, at);
            int ofFrames = slab + f * all + rows - length;
            kernels.elementwise().addScaled(length, 2, weighted, at, dgram, ofFrames);
        }
        kernels.products().gemm(false, true, features, features, length, weighted, 0, length,
                frames.array(), framesAt(b), length, dgram, slab + rows, all, true);
    }

    /** Adds the sums of all slabs to a gradient. They begin at element {@code from} of each slab's memory. */
    private void addSlabs(Kernels kernels, Tensor input, int from, int size, float factor) {
        if (!wants(input)) {
            return;
        }
        Tensor into = gradient(input);
        for (int slab = 0; slab < partial.shape().size(0); slab++) {
            int at = partial.offset() + slab * slabSize() + from;
            kernels.elementwise().addScaled(size, factor, partial.array(), at, into.array(), into.offset());
        }
    }
}
