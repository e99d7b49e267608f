package org.almt.testsdata;

/**
 * The bound under which float results are compared with a double oracle: a number of roundings times 2^-24, the error
 * of one, times the norm of what was computed. A bound that scales with the norm neither forgives small results nor
 * fails where large terms cancel into a small one.
 */
public final class Tolerance {
    /** The largest relative error of one correctly rounded float operation. */
    public static final double ROUNDING = 0x1p-24;

    private Tolerance() {}

    /** The largest magnitude: the maximum norm. */
    public static double norm(double[] values) {
        double norm = 0;
        for (double value : values) {
            norm = Math.max(norm, Math.abs(value));
        }
        return norm;
    }

    /** {@link #assertClose(String, double[], float[], double, double)} with the norm of what is expected. */
    public static void assertClose(String what, double[] expected, float[] actual, double roundings) {
        assertClose(what, expected, actual, roundings, norm(expected));
    }

    /**
     * Fails unless every element is within {@code roundings * 2^-24 * norm} of what is expected. NaN and infinities
     * must be met exactly.
     *
     * @param norm the size of the numbers whose rounding matters, at least that of what is expected
     */
    public static void assertClose(String what, double[] expected, float[] actual, double roundings, double norm) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": " + expected.length + " numbers expected, got " + actual.length);
        }
        double bound = roundings * ROUNDING * norm;
        for (int i = 0; i < expected.length; i++) {
            boolean finite = Double.isFinite(expected[i]);
            boolean close = finite
                    ? Math.abs(expected[i] - actual[i]) <= bound
                    : Double.compare(expected[i], actual[i]) == 0;
            if (!close) {
                throw new AssertionError(what + ": element " + i + " of " + expected.length + " is " + actual[i]
                        + ", expected "
                        + expected[i] + " +- " + bound + "; the error is "
                        + Math.abs(expected[i] - actual[i]) / (ROUNDING * norm) + " roundings of the norm " + norm
                        + ", allowed are " + roundings);
            }
        }
    }

    /** Fails unless two arrays hold the same bits; the sign of zero counts, the payload of NaN does not. */
    public static void assertSameBits(String what, float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": " + expected.length + " numbers expected, got " + actual.length);
        }
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                throw new AssertionError(what + ": element " + i + " of " + expected.length + " is "
                        + Float.toHexString(actual[i]) + ", expected the bits of " + Float.toHexString(expected[i]));
            }
        }
    }
}
