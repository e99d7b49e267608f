package org.almt.core.op;

import org.almt.core.Indices;
import org.jspecify.annotations.Nullable;

/**
 * Some neighbouring samples of a {@link GatedSequence} in one direction, and the places of their elements. The elements
 * of one time are a matrix: a row for each feature, a column for each sample.
 */
final class GatedSlab {
    /** Gates that are kept for each element of the state. */
    static final int GATES = 4;

    /** 0: from the first time to the last. 1: from the last to the first. */
    final int direction;
    /** The first sample, and the number of samples. */
    final int first;
    final int n;

    private final int samples;
    private final int times;
    private final int directions;
    private final int in;
    private final int width;
    private final @Nullable Indices lengths;
    private int longest;

    /** Samples {@code first} to {@code first + n - 1} of an input [samples, times, in]; {@code lengths} may be null. */
    GatedSlab(
            int direction, int directions, int first, int n, int samples, int times, int in, int width,
            @Nullable Indices lengths) {
        this.direction = direction;
        this.directions = directions;
        this.first = first;
        this.n = n;
        this.samples = samples;
        this.times = times;
        this.in = in;
        this.width = width;
        this.lengths = lengths;
    }

    /** Reads the present lengths. */
    void measure() {
        longest = 0;
        for (int j = 0; j < n; j++) {
            longest = Math.max(longest, length(j));
        }
    }

    /** Number of times of the longest sample. */
    int longest() {
        return longest;
    }

    /** Number of times of sample j. */
    int length(int j) {
        return lengths == null ? times : lengths.get(first + j);
    }

    /** The time of a step. There are {@link #longest} steps. */
    int time(int step) {
        return direction == 0 ? step : longest - 1 - step;
    }

    // ------------------------------------------------------------------ buffers, slab after slab

    /** The first column in [directions * samples, …]. */
    private int column() {
        return direction * samples + first;
    }

    /** In the buffer of gates, [T, 4*H, n] for each slab. */
    int gates(int t) {
        return (column() * times + t * n) * GATES * width;
    }

    /** In a buffer with a value for each element of the state, [T, H, n] for each slab. */
    int each(int t) {
        return (column() * times + t * n) * width;
    }

    /** In a buffer of states, [T+1, H, n] for each slab: the state from which a time starts. */
    int before(int t) {
        return state(t + direction);
    }

    /** The same for the state in which a time ends. */
    int after(int t) {
        return state(t + 1 - direction);
    }

    /** The same for the state before the first step. */
    int start() {
        return state(direction * longest);
    }

    /** The same for the state after the last step. */
    int end() {
        return state((1 - direction) * longest);
    }

    private int state(int slot) {
        return (column() * (times + 1) + slot * n) * width;
    }

    // ------------------------------------------------------------------ rows of a sample

    /** In x [B, T, I]. */
    int x(int j, int t) {
        return ((first + j) * times + t) * in;
    }

    /** In the output states, [B, T, D*H]. */
    int shown(int j, int t) {
        return (((first + j) * times + t) * directions + direction) * width;
    }

    /** In a state [D, B, H]. */
    int state(int i, int j) {
        return (i * directions * samples + column() + j) * width;
    }

    /** Writes column j of [width, n] as a row. */
    void toRow(float[] from, int at, int j, float[] to, int toAt) {
        for (int f = 0; f < width; f++) {
            to[toAt + f] = from[at + f * n + j];
        }
    }

    /** Adds a row to column j of [width, n]. */
    void addRow(float[] from, int at, float[] to, int toAt, int j) {
        for (int f = 0; f < width; f++) {
            to[toAt + f * n + j] += from[at + f];
        }
    }

    /** Copies column j of a matrix with {@code rows} rows. */
    void copyColumn(int rows, float[] x, int from, int to, int j) {
        for (int r = 0; r < rows; r++) {
            x[to + r * n + j] = x[from + r * n + j];
        }
    }
}
