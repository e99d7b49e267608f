package org.almt.features.signal;

/**
 * Low-pass filters with a Kaiser window. The constants define the quality "HQ" of librosa's resampler {@code soxr_hq}:
 * 20 bits, so stop bands are attenuated by 120.41 dB. Frequencies are fractions of a Nyquist frequency, attenuations
 * are in dB.
 *
 * @param taps the filter's coefficients, symmetric, their sum close to the number of phases
 */
record KaiserLowPass(double[] taps) {
    /** Decibels per bit. */
    static final double BIT = 20 * StrictMath.log10(2);

    /** The end of the pass band, as a fraction of the lower Nyquist frequency: 0.91374. */
    static final double PASS = 1 - 0.05 / (1 - rollOff(-3, 20 * BIT));

    /**
     * Cubic polynomials in the attenuation that give beta: one for each octave of the transition width, from 0.0005 on.
     */
    private static final double[][] BETA = {
            {-6.784957e-10, 1.02856e-5, .1087556, -.8978365}, {-6.897885e-10, 1.027433e-5, .10876, -.8974658},
            {-1.000683e-9, 1.030092e-5, .1087677, -.8977898}, {-3.654474e-10, 1.040631e-5, .1087085, -.8917766},
            {8.106988e-9, 6.983091e-6, .1091387, -.9022048}, {9.519571e-9, 7.272678e-6, .1090068, -.8890768},
            {-5.626821e-9, 1.342186e-5, .1083999, -.8565452}, {-9.965946e-8, 5.073548e-5, .1040967, -.6822778},
            {1.604808e-7, -5.856462e-5, .1185998, -1.24824}, {-1.511964e-7, 6.363034e-5, .1064627, -.8076665}};

    /**
     * The position in the transition band, between 0 and 1, at which the response of a Kaiser filter with the given
     * attenuation has fallen to {@code decibels}.
     */
    static double rollOff(double decibels, double attenuation) {
        double a = attenuation;
        double phi = ((2.0517e-7 * a - 1.1303e-4) * a + 0.023154) * a + 0.55924;
        double w = StrictMath.log(.5) / StrictMath.log(StrictMath.sin(phi / 2));
        double d = StrictMath.pow(10, decibels / 20);
        double x = StrictMath.asin(StrictMath.pow(Math.min(d, 1 - d), 1 / w)) / phi;
        return d > .5 ? x : 1 - x;
    }

    /** Designs a filter of the length that {@link #length} finds. */
    static KaiserLowPass of(double pass, double stop, double nyquist, double attenuation) {
        return of(pass, stop, nyquist, attenuation, 1, length(pass, stop, nyquist, attenuation, 1));
    }

    /** Designs a filter with the given numbers of phases and taps. */
    static KaiserLowPass of(double pass, double stop, double nyquist, double attenuation, int phases, int length) {
        Band band = Band.of(pass, stop, nyquist, phases);
        double beta = beta(attenuation, band.halfWidth * .5 / band.centre);
        double scale = 1 / WindowFunctions.bessel0(beta);
        double half = (length - 1) / 2.0;
        double reach = half + (phases == 1 ? 0.5 : 0.75);
        double[] taps = new double[length];
        for (int i = 0; i <= (length - 1) / 2; i++) {
            double z = i - half;
            double sinc = z == 0
                    ? band.centre
                    : StrictMath.sin(band.centre * StrictMath.PI * z) / (StrictMath.PI * z);
            double place = z / reach;
            taps[i] = sinc * WindowFunctions.bessel0(beta * Math.sqrt(1 - place * place)) * scale * phases;
            taps[length - 1 - i] = taps[i];
        }
        return new KaiserLowPass(taps);
    }

    /**
     * The number of taps: 1 more than a multiple of 4 for one phase, otherwise 1 less than a multiple of
     * {@code phases}.
     */
    static int length(double pass, double stop, double nyquist, double attenuation, int phases) {
        Band band = Band.of(pass, stop, nyquist, phases);
        double beta = beta(attenuation, band.halfWidth * .5 / band.centre);
        double a = ((0.0007528358 - 1.577737e-5 * beta) * beta + 0.6248022) * beta + 0.06186902;
        int taps = (int) Math.ceil(a / band.halfWidth + 1);
        return phases == 1 ? (taps + 2) / 4 * 4 + 1 : taps / phases * phases + phases - 1;
    }

    private static double beta(double attenuation, double transition) {
        double place = StrictMath.log(transition / 0.0005) / StrictMath.log(2);
        int row = (int) place;
        double lower = cubic(row, attenuation);
        return lower + (cubic(row + 1, attenuation) - lower) * (place - row);
    }

    private static double cubic(int row, double a) {
        double[] c = BETA[Math.max(0, Math.min(BETA.length - 1, row))];
        return ((c[0] * a + c[1]) * a + c[2]) * a + c[3];
    }

    /** The centre and half the width of the transition band, as fractions of the Nyquist frequency of all phases. */
    private record Band(double centre, double halfWidth) {
        static Band of(double pass, double stop, double nyquist, int phases) {
            double end = stop / nyquist / phases;
            double halfWidth = Math.min((stop - pass) / nyquist / 2 / phases, end / 2);
            return new Band(end - halfWidth, halfWidth);
        }
    }
}
