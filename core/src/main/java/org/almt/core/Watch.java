package org.almt.core;

/**
 * Finds changes that were made through {@link Tensor#array} or {@link Indices#array} and never reported by {@code
 * markModified}: the bits of a value that the backward pass will read are summed after the forward pass and compared
 * before the backward pass.
 *
 * <p>Where ops run eagerly, all elements count, up to a million of each value. Of a larger value, and of the leaves of
 * a program, evenly spread samples count: they show that a value was filled anew, and can miss a change of a few
 * elements. The system property {@code almt.check=true} watches all elements everywhere, and the parameters that
 * constants follow from too.
 *
 * <p>A sum takes 0.25 ns an element from the cache and 0.5 ns from memory, twice for each value that is read (JDK 25,
 * virtual Intel Xeon with AVX-512): about a hundredth of a product of matrices, a third of a product of elements.
 */
final class Watch {
    /** Elements of a value that count where ops run eagerly: a quarter of a millisecond. */
    private static final int EAGER = 1 << 20;
    /** Elements of a leaf that count in a program, which is run many times: less than a microsecond. */
    private static final int RECORDED = 64;

    private static final boolean ALL = Boolean.getBoolean("almt.check");

    private Watch() {}

    /** The sum of the bits; 0 for what is not watched. */
    static int of(Tensor tensor, boolean recorded) {
        // In planned memory other values come and go; nobody else has a reference to it.
        if (tensor.storage.planned) {
            return 0;
        }
        int n = tensor.shape().count();
        return sum(tensor.array(), tensor.offset(), n, step(n, recorded));
    }

    static int of(Indices indices, boolean recorded) {
        int[] numbers = indices.array();
        int n = indices.length();
        int step = step(n, recorded);
        int sum = n == 0 ? 1 : numbers[n - 1];
        for (int i = 0; i < n; i += step) {
            sum += numbers[i] * (2 * i + 1);
        }
        return sum;
    }

    /** The distance of the elements that count; odd where it is not 1, so that a matrix shows all of its columns. */
    private static int step(int n, boolean recorded) {
        int most = ALL ? n : recorded ? RECORDED : EAGER;
        return n <= most ? 1 : n / most | 1;
    }

    /** The sum of a parameter's bits; 0 unless all is watched. */
    static int ofParameter(Storage storage) {
        return ALL ? sum(storage.allocated(), storage.base, storage.length, 1) : 0;
    }

    /** Of every step-th element and the last one. An odd factor for each place, so that an exchange shows. */
    private static int sum(float[] values, int from, int n, int step) {
        int sum = n == 0 ? 1 : Float.floatToRawIntBits(values[from + n - 1]);
        if (step == 1) { // a loop of its own, which the compiler vectorises
            for (int i = 0; i < n; i++) {
                sum += Float.floatToRawIntBits(values[from + i]) * (2 * i + 1);
            }
            return sum;
        }
        for (int i = 0; i < n; i += step) {
            sum += Float.floatToRawIntBits(values[from + i]) * (2 * i + 1);
        }
        return sum;
    }
}
