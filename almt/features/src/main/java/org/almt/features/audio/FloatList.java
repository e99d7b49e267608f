package org.almt.features.audio;

import java.util.Arrays;

/** A growing list of floats. */
final class FloatList {
    private float[] elements = new float[1024];
    private int size;

    void add(float element) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, Math.max(size + 1, size + size / 2));
        }
        elements[size++] = element;
    }

    int size() {
        return size;
    }

    float get(int i) {
        return elements[i];
    }

    float[] toArray() {
        return Arrays.copyOf(elements, size);
    }
}
