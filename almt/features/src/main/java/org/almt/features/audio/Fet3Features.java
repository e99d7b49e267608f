package org.almt.features.audio;

import org.almt.features.signal.FrameSink;
import org.almt.features.signal.Framer;
import org.almt.features.signal.Padding;
import org.almt.features.signal.SignalSink;

/** The 24 columns of MMSA-FET up to 0.3.1 at the clip's own rate: 20 MFCC, RMS, zero crossings, roll-off, centroid. */
final class Fet3Features implements Extraction, SpectrumSink {
    static final int COLUMNS = 24;
    private static final int FRAME = 2048;
    private static final int HOP = 512;
    private static final int COEFFICIENTS = 20;

    private final ZeroCrossings zeroCrossings = new ZeroCrossings(FRAME);
    private final Mfcc mfcc;
    private final SpectralShape shape;
    private final DoubleList rest = new DoubleList();

    Fet3Features(int rate) {
        mfcc = new Mfcc(new MelBank(rate, FRAME, true), COEFFICIENTS);
        shape = new SpectralShape(rate, FRAME);
    }

    /** The root of the mean square of a frame. */
    static double rms(double[] samples, int at, int length) {
        double squares = 0;
        for (int i = 0; i < length; i++) {
            squares += samples[at + i] * samples[at + i];
        }
        return (float) Math.sqrt(squares / length);
    }

    @Override
    public SignalSink first() {
        FrameSink stft = new Stft(FRAME, mfcc.and(this));
        FrameSink both = (frame, samples, at) -> {
            rest.add(rms(samples, at, FRAME));
            stft.frame(frame, samples, at);
        };
        return Extraction.all(new Framer(FRAME, HOP, Padding.EDGE, zeroCrossings),
                new Framer(FRAME, HOP, Padding.ZERO, both));
    }

    @Override
    public void spectrum(int frame, float[] magnitude) {
        rest.add(shape.rollOff(magnitude));
        rest.add(shape.centroid(magnitude));
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
        double[] rows = new double[mfcc.frames() * COLUMNS];
        mfcc.write(rows, 0, COLUMNS);
        for (int t = 0; t < mfcc.frames(); t++) {
            int at = t * COLUMNS + COEFFICIENTS;
            rows[at] = rest.get(3 * t);
            rows[at + 1] = zeroCrossings.rate(t);
            rows[at + 2] = rest.get(3 * t + 1);
            rows[at + 3] = rest.get(3 * t + 2);
        }
        return rows;
    }
}
