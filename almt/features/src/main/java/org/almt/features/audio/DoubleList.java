package org.almt.features.audio;

import java.util.Arrays;

/** A growing list of doubles. */
final class DoubleList {
    private double[] elements = new double[1024];
    private int size;

    void add(double element) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, Math.max(size + 1, size + size / 2));
        }
        elements[size++] = element;
    }

    int size() {
        return size;
    }

    double get(int i) {
        return elements[i];
    }
}
