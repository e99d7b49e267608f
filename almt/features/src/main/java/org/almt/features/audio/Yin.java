package org.almt.features.audio;

import org.almt.features.signal.FrameSink;
import org.almt.features.signal.Framer;
import org.almt.features.signal.Padding;
import org.almt.features.signal.RealFft;
import org.almt.features.signal.SignalSink;

/**
 * The fundamental frequency by YIN (de Cheveigné and Kawahara, 2002) between C2 and C7, as in librosa's {@code yin}. It
 * has three columns. {@code f0} is the frequency in Hz; in an unvoiced frame it has no meaning. {@code voiced} is 1 if
 * the normalised difference at the period is below 0.1 and the frame is not all zeros, otherwise 0. {@code log_f0} is
 * the natural logarithm of f0 in a voiced frame, otherwise 0.
 */
final class Yin implements Extraction, FrameSink {
    static final int COLUMNS = 3;
    private static final int FRAME = 2048;
    private static final int HOP = 512;
    private static final double C2 = 440 * StrictMath.pow(2, -33.0 / 12);
    private static final double C7 = 440 * StrictMath.pow(2, 27.0 / 12);
    private static final double THRESHOLD = 0.1;

    private final int rate;
    private final int shortest;
    private final int longest;
    private final RealFft fft = new RealFft(2 * FRAME);
    private final double[] padded = new double[2 * FRAME];
    private final double[] re = new double[fft.bins()];
    private final double[] im = new double[fft.bins()];
    private final double[] correlation = new double[2 * FRAME];
    private final double[] difference;
    private final DoubleList values = new DoubleList();

    Yin(int rate) {
        this.rate = rate;
        shortest = (int) Math.floor(rate / C7);
        longest = (int) Math.min(Math.ceil(rate / C2), FRAME - 1);
        difference = new double[longest + 1];
    }

    @Override
    public SignalSink first() {
        return new Framer(FRAME, HOP, Padding.ZERO, this);
    }

    @Override
    public void frame(int frame, double[] samples, int at) {
        System.arraycopy(samples, at, padded, 0, FRAME);
        boolean loud = hasEnergy(padded);
        fft.forward(padded, 0, re, im);
        for (int k = 0; k < re.length; k++) {
            re[k] = re[k] * re[k] + im[k] * im[k];
            im[k] = 0;
        }
        fft.inverse(re, im, correlation);
        double energy = 0;
        double sum = 0;
        for (int k = 1; k <= longest; k++) {
            energy += padded[k - 1] * padded[k - 1];
            double d = 2 * (correlation[0] - correlation[k]) - energy;
            sum += d;
            difference[k] = d / (sum / k + Double.MIN_NORMAL);
        }
        int period = period();
        double f0 = rate / (period + shift(period));
        boolean voiced = loud && difference[period] < THRESHOLD;
        values.add(f0);
        values.add(voiced ? 1 : 0);
        values.add(voiced ? StrictMath.log(f0) : 0);
    }

    private static boolean hasEnergy(double[] samples) {
        for (int i = 0; i < FRAME; i++) {
            if (samples[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private int period() {
        int smallest = shortest;
        for (int k = shortest; k <= longest; k++) {
            boolean minimum = k == shortest
                    ? difference[k] < difference[k + 1]
                    : difference[k] < difference[k - 1] && (k == longest || difference[k] <= difference[k + 1]);
            if (minimum && difference[k] < THRESHOLD) {
                return k;
            }
            if (difference[k] < difference[smallest]) {
                smallest = k;
            }
        }
        return smallest;
    }

    private double shift(int k) {
        if (k == shortest || k == longest) {
            return 0;
        }
        double a = difference[k + 1] + difference[k - 1] - 2 * difference[k];
        double b = (difference[k + 1] - difference[k - 1]) / 2;
        return Math.abs(b) >= Math.abs(a) ? 0 : -b / a;
    }

    @Override
    public int hop() {
        return HOP;
    }

    @Override
    public int frameLength() {
        return FRAME;
    }

    @Override
    public double[] rows() {
        double[] rows = new double[values.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = values.get(i);
        }
        return rows;
    }
}
