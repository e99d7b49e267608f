package org.almt.features.audio;

/** Power in decibels: 10 log10(max(1e-10, p)), limited to 80 dB below the loudest. */
final class Decibels {
    static final double RANGE = 80;
    private static final double SMALLEST = 1e-10;

    private Decibels() {}

    static double of(double power) {
        return 10 * StrictMath.log10(Math.max(SMALLEST, power));
    }
}
