package org.almt.nn.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A text after clean-up, accents and lower-casing. For each {@code char} the place in the original is known. */
final class NormalisedText implements BasicTokenizer.Stage {
    private final StringBuilder text = new StringBuilder();
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private @Nullable String whole;

    @Override
    public boolean space(int c, int start, int end) {
        return add(c, start, end);
    }

    @Override
    public boolean add(int c, int start, int end) {
        int from = text.length();
        text.appendCodePoint(c);
        if (text.length() > starts.length) {
            starts = Arrays.copyOf(starts, 2 * text.length());
            ends = Arrays.copyOf(ends, 2 * text.length());
        }
        Arrays.fill(starts, from, text.length(), start);
        Arrays.fill(ends, from, text.length(), end);
        return true;
    }

    @Override
    public void extendTo(int end) {
        if (!text.isEmpty()) {
            ends[text.length() - 1] = end;
        }
    }

    /** The characters. */
    String text() {
        if (whole == null) {
            whole = text.toString();
        }
        return whole;
    }

    /** The place where the original of the {@code char} at {@code at} starts. */
    int start(int at) {
        return starts[at];
    }

    /** The place where the original of the {@code char} before {@code to} ends. */
    int end(int to) {
        return ends[to - 1];
    }
}
