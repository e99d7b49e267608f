package org.almt.core;

import java.util.Objects;
import org.almt.core.op.Checks;

/**
 * A fixed number of ints that ops read as positions: which row of a table, where a sample begins. They may be replaced
 * between replays, like the input tensors of a {@link Program}. {@code backward} refuses to run if they were replaced
 * after the forward pass.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Indices {
    private final int[] values;
    private int version;

    private Indices(int[] values) {
        this.values = values;
    }

    /** The given number of zeros. */
    public static Indices zeros(int length) {
        return new Indices(new int[length]);
    }

    /** A copy of these numbers. */
    public static Indices of(int... values) {
        Checks.given("Indices.of", "values", values);
        return new Indices(values.clone());
    }

    /** The number of indices. */
    public int length() {
        return values.length;
    }

    /** The number at a position. */
    public int get(int i) {
        return values[Objects.checkIndex(i, values.length)];
    }

    /** The array behind the indices. Call {@link #markModified} after a change. */
    public int[] array() {
        return values;
    }

    /**
     * Replaces all numbers.
     *
     * @throws IllegalArgumentException if there are more or fewer than before
     */
    public void set(int... numbers) {
        Checks.given("Indices.set", "numbers", numbers);
        if (numbers.length != values.length) {
            throw new IllegalArgumentException("set: " + numbers.length + " numbers for " + this
                    + "; give as many, or copyFrom(array, from) to take some of a longer array");
        }
        copyFrom(numbers, 0);
    }

    /** Replaces all numbers with those of a longer array, starting at index {@code from}. */
    public void copyFrom(int[] source, int from) {
        Checks.given("Indices.copyFrom", "source", source);
        if (from < 0 || source.length - from < values.length) {
            throw new IllegalArgumentException("copyFrom: " + this + " are more than an array of " + source.length
                    + " has from " + from + " on");
        }
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
