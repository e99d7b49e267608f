package org.almt.core;

import java.util.Arrays;
import org.almt.core.op.Checks;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a tensor's axes, outermost first. Immutable. A shape with no axes is a scalar.
 *
 * <p>Tensors are always contiguous and row-major: the last axis has stride 1.
 *
 * <p>Threads: immutable, safe for many.
 */
public final class Shape {
    /** The shape of a single number, {@code []}. */
    public static final Shape SCALAR = new Shape(new int[0]);

    /** The most elements that an array of a JVM can hold, less a vector's width. */
    private static final int MAX_COUNT = Integer.MAX_VALUE - 16;

    private final int[] sizes;
    private final int count;

    private Shape(int[] sizes) {
        this.sizes = sizes;
        long n = 1;
        boolean empty = false;
        for (int size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException("shape: negative size in " + this + "; sizes must be 0 or more");
            }
            // Zeros are left out. The product of any subset of the axes then fits an int, whatever the other sizes are.
            n *= Math.max(1, size);
            empty |= size == 0;
            if (n > MAX_COUNT) {
                throw new IllegalArgumentException("shape: " + this + " has too many elements; a tensor holds at most "
                        + MAX_COUNT + ". Split it along its first axis.");
            }
        }
        this.count = empty ? 0 : (int) n;
    }

    /** A shape of the given axis sizes. */
    public static Shape of(int... sizes) {
        Checks.given("Shape.of", "sizes", sizes);
        return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
    }

    /** Number of axes. */
    public int rank() {
        return sizes.length;
    }

    /** Size of an axis. Negative indices count from the end: {@code size(-1)} is the last axis. */
    public int size(int axis) {
        return sizes[axis(axis)];
    }

    /** Number of elements: the product of all sizes, 1 for a scalar. */
    public int count() {
        return count;
    }

    /** Number of elements of the axes {@code [from, to)}. */
    public int count(int from, int to) {
        int n = 1;
        for (int i = from; i < to; i++) {
            n *= sizes[i];
        }
        return n;
    }

    /** Number of rows if all axes but the last are folded into one. 1 for a scalar. */
    public int rows() {
        return sizes.length == 0 ? 1 : count(0, sizes.length - 1);
    }

    /** Size of the last axis. 1 for a scalar. */
    public int width() {
        return sizes.length == 0 ? 1 : sizes[sizes.length - 1];
    }

    /** The non-negative index of an axis that is given as {@code -rank .. rank-1}. */
    public int axis(int axis) {
        int resolved = axis < 0 ? axis + sizes.length : axis;
        if (resolved < 0 || resolved >= sizes.length) {
            throw new IllegalArgumentException("shape: axis " + axis + " is outside " + this);
        }
        return resolved;
    }

    /** A copy with one axis resized. */
    public Shape with(int axis, int size) {
        int[] copy = sizes.clone();
        copy[axis(axis)] = size;
        return new Shape(copy);
    }

    /** A copy of the axis sizes. */
    public int[] toArray() {
        return sizes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** For example {@code [64,508,128]}. */
    @Override
    public String toString() {
        return Arrays.toString(sizes).replace(" ", "");
    }
}
