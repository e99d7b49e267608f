package org.almt.nn.text;

import java.util.Arrays;

/** A word that grows character by character. For each {@code char} the place in the original text is known. */
final class Word {
    private final StringBuilder text = new StringBuilder();
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private final int most;
    private int characters;

    /**
     * A word that keeps at most {@code most} characters. It keeps only the end and the number of further characters.
     */
    Word(int most) {
        this.most = most;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    void clear() {
        text.setLength(0);
        characters = 0;
    }

    /** Adds a character with its place {@code [start, end)} in the original. */
    void add(int character, int start, int end) {
        int from = text.length();
        if (characters >= most) {
            characters++;
            extendTo(end);
            return;
        }
        text.appendCodePoint(character);
        characters++;
        if (text.length() > starts.length) {
            starts = Arrays.copyOf(starts, 2 * text.length());
            ends = Arrays.copyOf(ends, 2 * text.length());
        }
        Arrays.fill(starts, from, text.length(), start);
        Arrays.fill(ends, from, text.length(), end);
    }

    /** Extends the original of the last character, for example to an accent that was stripped from it. */
    void extendTo(int end) {
        if (!text.isEmpty()) {
            ends[text.length() - 1] = end;
        }
    }

    /** Number of Unicode characters. */
    int characters() {
        return characters;
    }

    /** Number of {@code char}s that are kept. */
    int length() {
        return text.length();
    }

    String substring(int from, int to) {
        return text.substring(from, to);
    }

    /** The place where the original of the {@code char}s from {@code from} on starts. */
    int start(int from) {
        return starts[from];
    }

    /** The place where the original of the {@code char}s before {@code to} ends. */
    int end(int to) {
        return ends[to - 1];
    }
}
