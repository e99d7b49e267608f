package org.almt.language;

import java.util.Arrays;
import java.util.List;
import org.almt.nn.text.BertTokenizer;
import org.almt.nn.text.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * Token ids of N texts of up to L tokens each. The first {@code lengths[i]} of row i are real, the others are padding.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param length L
 * @param ids [N, L], row-major
 * @param lengths [N], from 1 to L
 */
public record TokenTable(int length, int[] ids, int[] lengths) {
    /** Tokenises texts. Longer texts are cut. */
    public static TokenTable of(BertTokenizer tokenizer, List<String> texts, int length) {
        int[] ids = new int[Math.multiplyExact(texts.size(), length)];
        int[] lengths = new int[texts.size()];
        Arrays.fill(ids, tokenizer.padding());
        for (int i = 0; i < lengths.length; i++) {
            Encoding text = tokenizer.encode(texts.get(i), length);
            System.arraycopy(text.ids(), 0, ids, i * length, text.length());
            lengths[i] = text.length();
        }
        return new TokenTable(length, ids, lengths);
    }

    /** The number of tokens that are {@code unknown}. */
    public UnknownTokens unknown(int unknown) {
        long found = 0;
        long all = 0;
        for (int i = 0; i < lengths.length; i++) {
            // [CLS] and [SEP] surround each text and are always known
            for (int t = 1; t < lengths[i] - 1; t++) {
                found += ids[i * length + t] == unknown ? 1 : 0;
                all++;
            }
        }
        return new UnknownTokens(found, all);
    }

    /** The same texts without the padding after the longest. */
    TokenTable toTheLongest() {
        int longest = Arrays.stream(lengths).max().orElse(0);
        int[] shorter = new int[lengths.length * longest];
        for (int i = 0; i < lengths.length; i++) {
            System.arraycopy(ids, i * length, shorter, i * longest, longest);
        }
        return new TokenTable(longest, shorter, lengths);
    }

    /** N. */
    public int size() {
        return lengths.length;
    }

    /** The mask of {@code count} texts from {@code from} on: 1 for real tokens, 0 for padding. */
    public int[] mask(int from, int count) {
        int[] mask = new int[count * length];
        for (int i = 0; i < count; i++) {
            Arrays.fill(mask, i * length, i * length + lengths[from + i], 1);
        }
        return mask;
    }

    /** The ids of {@code count} texts from {@code from} on. */
    public int[] ids(int from, int count) {
        return Arrays.copyOfRange(ids, from * length, (from + count) * length);
    }

    /** The number of rows of features of text i. */
    public int rows(int i, TextPadding padding) {
        return padding == TextPadding.MASKED ? lengths[i] : length;
    }

    /** Whether both hold the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenTable same && length == same.length && Arrays.equals(ids, same.ids)
                && Arrays.equals(lengths, same.lengths);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + length;
    }

    /** For example {@code 2 texts of up to 50 tokens: [7, 12]}. */
    @Override
    public String toString() {
        return size() + " texts of up to " + length + " tokens: " + Arrays.toString(lengths);
    }
}
