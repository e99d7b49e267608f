package org.almt.nn.bert;

import java.util.Arrays;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.nn.layer.AttentionMask;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of B samples, each padded to L, and the rows that a {@link BertModel} computes for them. The buffers are
 * filled again for each batch, so one traced {@link org.almt.core.Program} serves all batches.
 *
 * <ul>
 * <li>{@link #padded}: all B L places are computed. Padding is hidden as a key, but still gets a hidden state. The
 * reference implementation of ALMT uses these states. <li>{@link #packed}: only real tokens are computed, in rows one
 * after another, at most R. The hidden states of the other places are zeros.
 * </ul>
 *
 * <p>On real tokens both give the same bits, in training too, if real tokens come before padding. The dropout masks of
 * a row follow from its sample and position, not from the rows around it. For the same reason a part of a batch has the
 * same masks as the whole batch, if it is given the index of its first sample.
 *
 * <p>Threads: one at a time.
 */
public final class BertBatch {
    private static final int[] NO_SEGMENTS = {};

    private final int samples;
    private final int length;
    private final Indices words;
    private final Indices positions;
    private final Indices types;
    private final Indices rowNumbers;
    private final Indices starts;
    /** For each row 0, or -infinity for padding. Null if no row is padding. */
    private final @Nullable Tensor keyMask;
    /** For each of B L places its row, or -1. Null if every place is a row. */
    private final @Nullable Indices places;

    private BertBatch(int samples, int length, int rows, boolean packed) {
        if (samples < 1 || length < 1 || rows < 1) {
            throw new IllegalArgumentException("bert: a batch of " + samples + " samples of " + length + " tokens in "
                    + rows + " rows; all must be 1 or more");
        }
        this.samples = samples;
        this.length = length;
        words = Indices.zeros(rows);
        positions = Indices.zeros(rows);
        types = Indices.zeros(rows);
        rowNumbers = Indices.zeros(rows);
        starts = Indices.zeros(samples + 1);
        keyMask = packed ? null : Tensor.zeros(rows);
        places = packed ? Indices.zeros(samples * length) : null;
    }

    /** Room for {@code samples} samples of {@code length} tokens. All tokens are computed. */
    public static BertBatch padded(int samples, int length) {
        return new BertBatch(samples, length, Math.multiplyExact(samples, length), false);
    }

    /** Room for {@code samples} samples of up to {@code length} tokens. At most {@code rows} tokens are real. */
    public static BertBatch packed(int samples, int length, int rows) {
        return new BertBatch(samples, length, rows, true);
    }

    /** Number of real tokens of a mask: the rows that {@link #packed} needs. */
    public static int tokens(int... mask) {
        Checks.given("BertBatch.tokens", "mask", mask);
        return Arrays.stream(mask).sum();
    }

    /** Fills a whole batch with tokens of segment 0. */
    public void set(int[] ids, int[] mask) {
        Checks.given("BertBatch.set", "ids", ids);
        Checks.given("BertBatch.set", "mask", mask);
        set(ids, mask, 0);
    }

    /** Fills a part of a batch with tokens of segment 0; see {@link #set(int[], int[], int[], int)}. */
    public void set(int[] ids, int[] mask, int firstSample) {
        Checks.given("BertBatch.set", "ids", ids);
        Checks.given("BertBatch.set", "mask", mask);
        set(ids, mask, NO_SEGMENTS, firstSample);
    }

    /**
     * Fills the batch.
     *
     * @param ids token ids [B, L], row-major
     * @param mask 1 for a real token, 0 for padding, [B, L]
     * @param segments segment ids [B, L], or none for all 0
     * @param firstSample index of the first sample, within the batch that this is a part of
     * @throws IllegalArgumentException if a length is wrong, the mask has other values, a sample has no real token, or
     *     there are more real tokens than rows
     */
    public void set(int[] ids, int[] mask, int[] segments, int firstSample) {
        Checks.given("BertBatch.set", "ids", ids);
        Checks.given("BertBatch.set", "mask", mask);
        Checks.given("BertBatch.set", "segments", segments);
        check(ids, mask, segments);
        Arrays.fill(rowNumbers.array(), 0);
        Arrays.fill(words.array(), 0);
        Arrays.fill(types.array(), 0);
        Arrays.fill(positions.array(), 0);
        int row = 0;
        for (int b = 0; b < samples; b++) {
            starts.array()[b] = row;
            for (int position = 0; position < length; position++) {
                int place = b * length + position;
                boolean real = mask[place] == 1;
                if (places != null) {
                    places.array()[place] = real ? row : -1;
                }
                if (keyMask != null) {
                    keyMask.array()[row] = real ? 0 : Float.NEGATIVE_INFINITY;
                }
                if (real || places == null) {
                    words.array()[row] = ids[place];
                    types.array()[row] = segments.length == 0 ? 0 : segments[place];
                    positions.array()[row] = position;
                    rowNumbers.array()[row] = firstSample * length + place;
                    row++;
                }
            }
        }
        starts.array()[samples] = row;
        markModified();
    }

    private void markModified() {
        for (Indices indices : new Indices[] {words, types, positions, rowNumbers, starts}) {
            indices.markModified();
        }
        if (keyMask != null) {
            keyMask.markModified();
        }
        if (places != null) {
            places.markModified();
        }
    }

    private void check(int[] ids, int[] mask, int[] segments) {
        int all = samples * length;
        if (ids.length != all || mask.length != all || segments.length != 0 && segments.length != all) {
            throw new IllegalArgumentException("bert: " + ids.length + " ids, " + mask.length
                    + " elements of the mask, "
                    + segments.length + " segments for " + samples + " samples of " + length + " tokens; give " + all
                    + " of each, or no segments");
        }
        for (int b = 0; b < samples; b++) {
            int real = 0;
            for (int place = b * length; place < (b + 1) * length; place++) {
                if (mask[place] != 0 && mask[place] != 1) {
                    throw new IllegalArgumentException("bert: the mask of sample " + b + " holds " + mask[place]
                            + "; 1 for a token and 0 for padding is needed");
                }
                real += mask[place];
            }
            if (real == 0) {
                throw new IllegalArgumentException("bert: sample " + b + " has no token that is not padding; even an"
                        + " empty text has [CLS] and [SEP]");
            }
        }
        if (places != null && tokens(mask) > words.length()) {
            throw new IllegalArgumentException("bert: " + tokens(mask) + " tokens in a batch with room for "
                    + words.length() + "; make one with more rows");
        }
    }

    /** B. */
    public int samples() {
        return samples;
    }

    /** L. */
    public int length() {
        return length;
    }

    /** R. If a packed batch is not full, some rows belong to no sample. */
    public int rows() {
        return words.length();
    }

    Indices words() {
        return words;
    }

    Indices positions() {
        return positions;
    }

    Indices types() {
        return types;
    }

    /** The place of each row in the whole batch [R]: L times its sample, plus its position. */
    public Indices rowNumbers() {
        return rowNumbers;
    }

    /**
     * The tokens of a sample attend to one another, but not to padding, whose score is -infinity. Hugging Face's
     * implementation adds the lowest float instead. The probabilities of padding are the same, exactly 0, for every
     * sample that has a token.
     */
    AttentionMask mask() {
        return AttentionMask.ragged(starts, length, keyMask, rowNumbers);
    }

    /** For each of B L places its row, or -1 for padding. Null if every place is a row. */
    public @Nullable Indices places() {
        return places;
    }

    /** For example {@code BertBatch(8 x 50, 312 rows)}. */
    @Override
    public String toString() {
        return "BertBatch(" + samples + " x " + length + ", " + rows() + " rows)";
    }
}
