package org.almt.features.audio;

import java.util.Optional;
import org.almt.features.signal.Framer;
import org.almt.features.signal.Padding;
import org.almt.features.signal.SignalSink;

/**
 * The 33 columns of CH-SIMS: zero-crossing rate, 20 MFCC on HTK's mel scale, 12 chroma. The paper (Yu et al., 2020)
 * calls the first column log F0, but the published script computes the zero-crossing rate.
 */
final class SimsFeatures implements Extraction {
    static final int COLUMNS = 33;
    private static final int FRAME = 2048;
    private static final int HOP = 512;
    private static final int COEFFICIENTS = 20;

    private final LibrosaVersion version;
    private final int rate;
    private final ZeroCrossings zeroCrossings = new ZeroCrossings(FRAME);
    private final Mfcc mfcc;
    private final Tuning tuning;
    @SuppressWarnings("NullAway.Init") // by second(), before rows() reads it
    private Chroma chroma;

    SimsFeatures(LibrosaVersion version, int rate) {
        this.version = version;
        this.rate = rate;
        mfcc = new Mfcc(new MelBank(rate, FRAME, true), COEFFICIENTS);
        tuning = new Tuning(rate, FRAME, version.binsPerOctave(), false, version.clampsPeaks());
    }

    @Override
    public SignalSink first() {
        return Extraction.all(new Framer(FRAME, HOP, Padding.EDGE, zeroCrossings),
                new Framer(FRAME, HOP, version.padding(), new Stft(FRAME, mfcc.and(tuning))));
    }

    @Override
    public Optional<SignalSink> second() {
        chroma = new Chroma(version.binsPerOctave(), mfcc.frames());
        return Optional.of(new ConstantQ(version, rate, HOP, tuning.estimate(), chroma));
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
        for (int t = 0; t < mfcc.frames(); t++) {
            rows[t * COLUMNS] = zeroCrossings.rate(t);
        }
        mfcc.write(rows, 1, COLUMNS);
        Chroma.writeByMaximum(chroma.raw(), rows, 1 + COEFFICIENTS, COLUMNS);
        return rows;
    }
}
