package org.almt.nn.text;

import java.util.Arrays;
import java.util.List;
import org.almt.core.op.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Texts padded to one length, row-major: token t of text b is at {@code b * length + t}.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param size number of texts
 * @param length number of tokens of each text, including padding
 * @param ids ids of the tokens, {@code [size, length]}
 * @param mask 1 for a token of the text, 0 for padding, {@code [size, length]}
 */
public record TokenBatch(int size, int length, int[] ids, int[] mask) {
    /** Pads to the longest of the texts. */
    public static TokenBatch of(List<Encoding> texts, int padding) {
        Checks.given("TokenBatch.of", "texts", texts);
        return of(texts, padding, texts.stream().mapToInt(Encoding::length).max().orElse(0));
    }

    /**
     * Pads to a given length.
     *
     * @param texts the texts
     * @param padding id of the padding token
     * @param length number of tokens of each row
     * @throws IllegalArgumentException if a text is longer
     */
    public static TokenBatch of(List<Encoding> texts, int padding, int length) {
        Checks.given("TokenBatch.of", "texts", texts);
        int[] ids = new int[Math.multiplyExact(texts.size(), length)];
        int[] mask = new int[ids.length];
        Arrays.fill(ids, padding);
        for (int row = 0; row < texts.size(); row++) {
            int tokens = texts.get(row).length();
            if (tokens > length) {
                throw new IllegalArgumentException("token batch: text " + row + " has " + tokens
                        + " tokens, expected at most " + length + "; encode it with that limit");
            }
            System.arraycopy(texts.get(row).ids(), 0, ids, row * length, tokens);
            Arrays.fill(mask, row * length, row * length + tokens, 1);
        }
        return new TokenBatch(texts.size(), length, ids, mask);
    }

    /** Whether both hold the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenBatch same && size == same.size && length == same.length
                && Arrays.equals(ids, same.ids)
                && Arrays.equals(mask, same.mask);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + length;
    }

    /** For example {@code 1 texts of 3 tokens: [101, 2204, 102]}. */
    @Override
    public String toString() {
        return size + " texts of " + length + " tokens: " + Arrays.toString(ids);
    }
}
