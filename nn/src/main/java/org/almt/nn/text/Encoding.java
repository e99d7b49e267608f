package org.almt.nn.text;

/**
 * A text as BERT reads it: {@code [CLS]}, its pieces, {@code [SEP]}. The arrays have one entry a token and are not
 * copied.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param ids ids of the tokens in the vocabulary
 * @param starts where in the original text each token starts, in {@code char}s
 * @param ends where it ends, exclusive. The special tokens have empty spans: {@code [CLS]} before the first piece,
 *     {@code [SEP]} behind the last. Spans never run backwards; two pieces share a character only where one character
 *     became several
 * @param truncated whether pieces at the end of the text were left out
 */
public record Encoding(int[] ids, int[] starts, int[] ends, boolean truncated) {
    /** The two that surround every text. */
    static final int SPECIAL = 2;

    /** Number of tokens, the special ones included. */
    public int length() {
        return ids.length;
    }

    /** Whether there is nothing but special tokens: the text was empty, blank or held only what is removed. */
    public boolean isEmpty() {
        return ids.length == SPECIAL;
    }
}
