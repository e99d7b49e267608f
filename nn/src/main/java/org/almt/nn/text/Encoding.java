package org.almt.nn.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text as BERT reads it: {@code [CLS]}, its pieces, {@code [SEP]}. The arrays have one entry for each token and are
 * not copied.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param ids ids of the tokens in the vocabulary
 * @param starts the place in the original text where each token starts, in {@code char}s
 * @param ends the place where it ends, exclusive. The special tokens have empty spans: {@code [CLS]} before the first
 *     piece, {@code [SEP]} after the last. Spans never run backwards. Two pieces share a character only if one
 *     character became several
 * @param truncated whether pieces at the end of the text were left out
 */
public record Encoding(int[] ids, int[] starts, int[] ends, boolean truncated) {
    /** The two special tokens that surround every text. */
    static final int SPECIAL = 2;

    /** Number of tokens, the special ones included. */
    public int length() {
        return ids.length;
    }

    /**
     * Whether there are only special tokens: the text was empty, blank, or contained only characters that are removed.
     */
    public boolean isEmpty() {
        return ids.length == SPECIAL;
    }

    /** Whether both hold the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Encoding same && Arrays.equals(ids, same.ids) && Arrays.equals(starts, same.starts)
                && Arrays.equals(ends, same.ends) && truncated == same.truncated;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + Arrays.hashCode(starts);
    }

    /** For example {@code tokens [101, 2204, 102], truncated}. */
    @Override
    public String toString() {
        return "tokens " + Arrays.toString(ids) + (truncated ? ", truncated" : "");
    }
}
