package org.almt.core;

import java.util.Arrays;

/**
 * A run of floats that one tensor and its views share. It may be moved into another array (parameters are packed side
 * by side; a {@link Program} lays buffers over one another whose lifetimes do not overlap), and every view follows.
 */
final class Storage {
    final int length;
    /** Where the floats lie; null until first needed. */
    float[] array;

    int base;
    /** Counts in-place changes, so that backward can refuse a saved value that is no longer what it was. */
    int version;

    /** Who adds to the gradient; null unless it was ever asked for one as a leaf: a frozen parameter stays one. */
    Accumulation accumulation;

    /** Whether a program's plan gave it its place. */
    boolean planned;

    /** The storage of the gradient; null until backward or a program needs it. */
    Storage gradient;

    Storage(int length) {
        this.length = length;
    }

    Storage(float[] array, int base, int length) {
        this.array = array;
        this.base = base;
        this.length = length;
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

    void zero() {
        Arrays.fill(array, base, base + length, 0f);
    }

    void moveTo(float[] target, int targetBase) {
        array = target;
        base = targetBase;
    }

    /** The storage of the gradient, made on first use and not yet allocated. */
    Storage gradient() {
        if (gradient == null) {
            gradient = new Storage(length);
        }
        return gradient;
    }
}
