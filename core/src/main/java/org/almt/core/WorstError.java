package org.almt.core;

/** The largest error of a {@link GradientCheck} so far, and its place. */
final class WorstError {
    private static final double ROUNDING = 0x1p-24;
    /**
     * The number of standard deviations by which a fitted slope may be off. All of a hundred thousand elements stay
     * within it.
     */
    private static final double SURE = 6;
    /**
     * The largest uncertainty of a slope, as a fraction of the gradient's norm. A less certain slope counts as unknown.
     */
    private static final double ROUGH = 0x1p-8;

    /** The least norm that a gradient is compared with, as a fraction of the size of the function. */
    private static final double SMALL = 0x1p-3;

    private double roundings = -1;
    private double doubt;
    private String where = "nothing to compare";

    /** The largest difference, in roundings. */
    double of(String what, double[] expected, double[] actual) {
        return of(what, expected, actual, new double[expected.length], norm(expected));
    }

    /**
     * The largest difference beyond the uncertainty of the fits, in roundings. Infinity if the fits determine nothing.
     *
     * @param size of the differentiated sum; if it does not depend on an input, the gradient of that input is compared
     *     with a fraction of this size
     */
    double of(int input, FittedSlope[] fitted, double[] actual, double size) {
        double[] expected = new double[fitted.length];
        double[] doubts = new double[fitted.length];
        for (int i = 0; i < fitted.length; i++) {
            expected[i] = fitted[i].slope();
            doubts[i] = SURE * fitted[i].deviation();
        }
        String what = "gradient of input " + input;
        double norm = Math.max(norm(expected), SMALL * size);
        for (int i = 0; i < fitted.length; i++) {
            if (!(doubts[i] <= ROUGH * norm)) {
                roundings = Double.POSITIVE_INFINITY;
                where = what + ", element " + i + " cannot be checked: the function has a kink within "
                        + FittedSlope.REACH + " of it, is random, or loses most digits; its slope is "
                        + expected[i] + " give or take " + doubts[i];
                return roundings;
            }
            doubt = Math.max(doubt, doubts[i] / (ROUNDING * norm));
        }
        return of(what, expected, actual, doubts, norm);
    }

    private double of(String what, double[] expected, double[] actual, double[] doubts, double norm) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double error = Math.max(0, Math.abs(actual[i] - expected[i]) - doubts[i]) / (ROUNDING * norm);
            error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
            largest = Math.max(largest, error);
            if (error > roundings) {
                roundings = error;
                where = what + ", element " + i + " is " + actual[i] + " instead of " + expected[i];
            }
        }
        return largest;
    }

    /** The number of roundings by which fitted slopes may be off. */
    double doubt() {
        return doubt;
    }

    /** The place of the largest error, with both numbers. */
    String where() {
        return where;
    }

    private static double norm(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.max(Math.sqrt(squares), Float.MIN_NORMAL);
    }
}
