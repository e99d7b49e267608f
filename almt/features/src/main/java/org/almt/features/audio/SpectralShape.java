package org.almt.features.audio;

/**
 * Numbers that describe the shape of one spectrum S_k at the frequencies f_k: librosa's {@code spectral_*} and
 * {@code poly_features}.
 */
final class SpectralShape {
    private static final float ROLLED_OFF = 0.85f;
    private static final double SILENT = Float.MIN_NORMAL;

    private final double[] f;
    private final double meanF;
    private final double spreadF;

    SpectralShape(int rate, int n) {
        f = new double[n / 2 + 1];
        double sum = 0;
        for (int k = 0; k < f.length; k++) {
            f[k] = (double) k * rate / n;
            sum += f[k];
        }
        meanF = sum / f.length;
        double squares = 0;
        for (double each : f) {
            squares += (each - meanF) * (each - meanF);
        }
        spreadF = squares;
    }

    /** The centre of mass in Hz, sum f S / sum S; 0 for a silent frame. */
    double centroid(float[] s) {
        double sum = 0;
        double weighted = 0;
        for (int k = 0; k < s.length; k++) {
            sum += s[k];
            weighted += f[k] * s[k];
        }
        return sum < SILENT ? weighted : weighted / sum;
    }

    /** The spread around the centroid in Hz, sqrt(sum S (f - centroid)^2 / sum S); 0 for a silent frame. */
    double bandwidth(float[] s, double centroid) {
        double sum = 0;
        double weighted = 0;
        for (int k = 0; k < s.length; k++) {
            sum += s[k];
            weighted += (f[k] - centroid) * (f[k] - centroid) * s[k];
        }
        return Math.sqrt(sum < SILENT ? weighted : weighted / sum);
    }

    /** The frequency in Hz below which 85 % of the sum of magnitudes lies. Sums are rounded to float, as in librosa. */
    double rollOff(float[] s) {
        float total = 0;
        for (float each : s) {
            total += each;
        }
        float threshold = ROLLED_OFF * total;
        float sum = 0;
        for (int k = 0; k < s.length; k++) {
            sum += s[k];
            if (sum >= threshold) {
                return f[k];
            }
        }
        return f[f.length - 1];
    }

    /** The ratio of the geometric to the arithmetic mean of the power; 1 for noise and for silence. */
    double flatness(float[] s) {
        double logs = 0;
        double sum = 0;
        for (float each : s) {
            double power = Math.max(1e-10, each * each);
            logs += StrictMath.log(power);
            sum += power;
        }
        return StrictMath.exp(logs / s.length) / (sum / s.length);
    }

    /** Fits the line S = a f + c by least squares. Writes a to {@code at}, and c after it. */
    void line(float[] s, double[] into, int at) {
        double mean = 0;
        for (float each : s) {
            mean += each;
        }
        mean /= s.length;
        double product = 0;
        for (int k = 0; k < s.length; k++) {
            product += (f[k] - meanF) * (s[k] - mean);
        }
        into[at] = product / spreadF;
        into[at + 1] = mean - into[at] * meanF;
    }
}
