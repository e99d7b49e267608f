package org.almt.core;

import java.util.Objects;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * A run of floats that one tensor and its views share. It may be moved into another array, and every view follows.
 * Parameters are packed side by side in one array. A {@link Program} lets buffers overlap if their lifetimes do not.
 */
final class Storage {
    final int length;
    /** Where the floats lie; null until first needed. */
    float @Nullable [] array;

    int base;
    /** Counts in-place changes. Backward can then refuse a saved value that has changed. */
    int version;

    /** Guards the gradient. Null unless a gradient was ever requested for this leaf. A frozen parameter keeps it. */
    @Nullable
    Accumulation accumulation;

    /** Whether a program's plan gave the storage its place. */
    boolean planned;

    /** Whether a program will compute the elements, and has not done so yet. */
    boolean awaited;

    /** Whether this is the storage of a gradient. It has no array if the gradient is not wanted. */
    boolean isGradient;

    /** The storage of the gradient. Null until backward or a program needs it. */
    @Nullable
    Storage gradient;

    Storage(int length) {
        this.length = length;
    }

    Storage(float[] array, int base, int length) {
        this.array = array;
        this.base = base;
        this.length = length;
    }

    /** The array of a storage that has one. */
    float[] allocated() {
        return Objects.requireNonNull(array, "no elements yet");
    }

    /** Gives the storage its own array of zeros, if it has no array yet. */
    void allocate() {
        if (array == null) {
            array = new float[length];
            base = 0;
        }
    }

    /** Whether this is a parameter: a leaf for which a gradient was ever requested. */
    boolean isParameter() {
        return accumulation != null;
    }

    /** Fills the array with zeros. A program has planned its place. */
    void zero() {
        Slabs.clear(allocated(), base, length);
    }

    /** Whether all elements are zero. A storage without an array has none. */
    boolean isZero() {
        if (array != null) {
            for (int i = base; i < base + length; i++) {
                if (array[i] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    void moveTo(float[] target, int targetBase) {
        array = target;
        base = targetBase;
    }

    /** The storage of the gradient, created on first use but not yet allocated. */
    Storage gradient() {
        if (gradient == null) {
            gradient = new Storage(length);
            gradient.isGradient = true;
        }
        return gradient;
    }
}
