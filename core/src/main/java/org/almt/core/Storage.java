package org.almt.core;

import java.util.Objects;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * A run of floats that one tensor and its views share. It may be moved into another array (parameters are packed side
 * by side; a {@link Program} lays buffers over one another whose lifetimes do not overlap), and every view follows.
 */
final class Storage {
    final int length;
    /** Where the floats lie; null until first needed. */
    float @Nullable [] array;

    int base;
    /** Counts in-place changes, so that backward can refuse a saved value that is no longer what it was. */
    int version;

    /** Guards the gradient; null unless it was ever asked for one as a leaf: a frozen parameter stays one. */
    @Nullable
    Accumulation accumulation;

    /** Whether a program's plan gave it its place. */
    boolean planned;

    /** Whether a program will compute the elements and has not yet. */
    boolean awaited;

    /** Whether it holds a gradient: without an array if nobody wants that one. */
    boolean isGradient;

    /** The storage of the gradient; null until backward or a program needs it. */
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

    /** The array, of a storage that has one. */
    float[] allocated() {
        return Objects.requireNonNull(array, "no elements yet");
    }

    /** Gives the storage zeros of its own where it has no array yet. */
    void allocate() {
        if (array == null) {
            array = new float[length];
            base = 0;
        }
    }

    /** Whether it is a parameter: a leaf that was ever asked for a gradient. */
    boolean isParameter() {
        return accumulation != null;
    }

    /** Fills an array that a program has planned with zeros. */
    void zero() {
        Slabs.clear(allocated(), base, length);
    }

    /** Whether no element differs from zero; a storage without an array has none. */
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

    /** The storage of the gradient, made on first use and not yet allocated. */
    Storage gradient() {
        if (gradient == null) {
            gradient = new Storage(length);
            gradient.isGradient = true;
        }
        return gradient;
    }
}
