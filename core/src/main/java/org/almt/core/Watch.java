package org.almt.core;

/**
 * Finds changes that were made through {@link Tensor#array} or {@link Indices#array} and never reported by {@code
 * markModified}: the bits of a value that the backward pass will read are summed after the forward pass and compared
 * before the backward pass.
 *
 * <p>By default small values alone are watched, those that people change by hand; it takes about a nanosecond an
 * element. The system property {@code almt.check=true} watches all, and the parameters that constants follow from too.
 */
final class Watch {
    /** Values of more elements are not watched by default. */
    private static final int SMALL = 64;

    private static final boolean ALL = Boolean.getBoolean("almt.check");

    private Watch() {}

    /** The sum of the bits; 0 for what is not watched. */
    static int of(Tensor tensor) {
        int n = tensor.shape().count();
        // In planned memory other values come and go; nobody else has a reference to it.
        return tensor.storage.planned || n > SMALL && !ALL ? 0 : sum(tensor.array(), tensor.offset(), n);
    }

    static int of(Indices indices) {
        int n = indices.length();
        if (n > SMALL && !ALL) {
            return 0;
        }
        int sum = 1;
        for (int number : indices.array()) {
            sum = 31 * sum + number;
        }
        return sum;
    }

    /** The sum of a parameter's bits; 0 unless all is watched. */
    static int ofParameter(Storage storage) {
        return ALL ? sum(storage.allocated(), storage.base, storage.length) : 0;
    }

    private static int sum(float[] values, int from, int n) {
        int sum = 1;
        for (int i = from; i < from + n; i++) {
            sum = 31 * sum + Float.floatToRawIntBits(values[i]);
        }
        return sum;
    }
}
