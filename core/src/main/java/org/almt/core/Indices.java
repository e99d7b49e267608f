package org.almt.core;

import java.util.Objects;

/**
 * A fixed number of ints that ops read as positions: which row of a table, where a sample begins. Like the input
 * tensors of a {@link Program}, they may be replaced between replays; {@code backward} refuses when they were replaced
 * between it and the forward pass.
 */
public final class Indices {
    private final int[] values;
    private int version;

    private Indices(int[] values) {
        this.values = values;
    }

    /** So many zeros. */
    public static Indices zeros(int length) {
        return new Indices(new int[length]);
    }

    /** These numbers, without a copy. */
    public static Indices of(int... values) {
        return new Indices(values);
    }

    /** How many there are. */
    public int length() {
        return values.length;
    }

    /** The number at a position. */
    public int get(int i) {
        return values[Objects.checkIndex(i, values.length)];
    }

    /** The numbers themselves; say {@link #markModified} after a change. */
    public int[] array() {
        return values;
    }

    /** Replaces all numbers by those of {@code source} from {@code from} on. */
    public void set(int[] source, int from) {
        System.arraycopy(source, from, values, 0, values.length);
        markModified();
    }

    /** Reports that the numbers were changed through {@link #array()}. */
    public void markModified() {
        version++;
    }

    int version() {
        return version;
    }

    /** For example {@code Indices[400]}. */
    @Override
    public String toString() {
        return "Indices[" + values.length + "]";
    }
}
