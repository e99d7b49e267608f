package org.almt.core.kernel.scalar;

import java.util.Arrays;

/** Buffers of the calling thread that kernels use again on each call; they grow to the largest size asked for. */
public final class Scratch {
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    /** What a buffer is for; a kernel may hold one of each kind. */
    public enum Use {
        /** 16 lanes of a reduction. */
        LANES,
        /** 16 lanes of a second reduction at the same time. */
        MORE_LANES,
        /** Packed panels of a matrix for one product on this thread. */
        PANEL,
        /** Packed panels of a matrix that bands of a product share. */
        SHARED_PANELS,
        /** The incomplete last vector of a row. */
        TAIL,
        /** Squares of vectors on their way to be transposed. */
        SQUARES,
        /** exp of a block. */
        EXPONENTIALS,
        /** A row of a matrix. */
        ROW,
        /** The rows that belong to one sample. */
        SAMPLE,
        /** The gradients of such rows. */
        SAMPLE_GRADIENTS,
        /** The gradients of their lengths. */
        SAMPLE_LENGTHS,
        /** Tiles of C that lie partly outside the matrix. */
        STRIP,
        /** Rows of a matrix stored column by column. */
        ROWS,
        /** Attention scores of a block of queries, later probabilities. */
        SCORES,
        /** Their gradients. */
        SCORE_GRADIENTS,
        /** A packed block of queries. */
        QUERIES,
        /** One number for each of a block of queries. */
        COLUMNS,
        /** A sum over keys for each of a block of queries. */
        COLUMN_SUMS,
        /** Part of such sums. */
        COLUMN_LANES
    }

    private final float[][] buffers = new float[Use.values().length][0];

    private Scratch() {}

    /** At least {@code size} floats with anything in them, valid until the next call with the same use. */
    public static float[] floats(Use use, int size) {
        float[][] buffers = OF_THREAD.get().buffers;
        float[] buffer = buffers[use.ordinal()];
        return buffer.length >= size ? buffer : (buffers[use.ordinal()] = new float[size]);
    }

    /** 16 lanes of +0. */
    static float[] zeroLanes(Use use) {
        float[] lanes = floats(use, Lanes.COUNT);
        Arrays.fill(lanes, 0);
        return lanes;
    }
}
