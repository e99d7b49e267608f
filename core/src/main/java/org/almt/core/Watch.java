package org.almt.core;

/**
 * Finds changes that were made through {@link Tensor#array} or {@link Indices#array} and never reported by {@code
 * markModified}. It sums the bits of a value after the forward pass, if the backward pass will read the value. It
 * compares the sum before the backward pass.
 *
 * <p>If ops run eagerly, it sums all elements of values with up to a million. For larger values, and for the leaves of
 * a program, it sums evenly spaced samples. Samples show that a value was filled anew, and can miss a change of a few
 * elements. The system property {@code almt.check=true} watches all elements everywhere. It also watches the parameters
 * that constants depend on.
 *
 * <p>A sum takes 0.25 ns an element from the cache and 0.5 ns from memory, twice for each value that is read (JDK 25,
 * virtual Intel Xeon with AVX-512). This is about a hundredth of a matrix product, and a third of an elementwise
 * product.
 */
final class Watch {
    /** The most elements of a value that are summed where ops run eagerly: a quarter of a millisecond. */
    private static final int EAGER = 1 << 20;
    /** Elements of a leaf that are summed in a program, which runs many times: less than a microsecond. */
    private static final int RECORDED = 64;

    private static final boolean ALL = Boolean.getBoolean("almt.check");

    private Watch() {}

    /** The sum of the bits. 0 if the value is not watched. */
    static int of(Tensor tensor, boolean recorded) {
        // Other values come and go in planned memory, but no user has a reference to it.
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

    /**
     * The distance between summed elements. It is 1 or odd, so that the samples of a matrix reach all of its columns.
     */
    private static int step(int n, boolean recorded) {
        int most = ALL ? n : recorded ? RECORDED : EAGER;
        return n <= most ? 1 : n / most | 1;
    }

    /** The sum of a parameter's bits. 0 unless everything is watched. */
    static int ofParameter(Storage storage) {
        return ALL ? sum(storage.allocated(), storage.base, storage.length, 1) : 0;
    }

    /**
     * Sums every step-th element and the last one. Each place has its own odd factor, so that an exchange of two
     * elements shows.
     */
    private static int sum(float[] values, int from, int n, int step) {
        int sum = n == 0 ? 1 : Float.floatToRawIntBits(values[from + n - 1]);
        if (step == 1) { // a separate loop, which the compiler vectorises
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
