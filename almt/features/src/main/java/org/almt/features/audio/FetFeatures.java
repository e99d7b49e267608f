package org.almt.features.audio;

import java.util.Optional;
import org.almt.features.signal.FrameSink;
import org.almt.features.signal.Framer;
import org.almt.features.signal.Padding;
import org.almt.features.signal.SignalSink;

/** The 70 columns of MMSA-FET since 0.4.0. */
final class FetFeatures implements Extraction {
    static final int COLUMNS = 70;
    private static final int FRAME = 512;
    private static final int HOP = 128;
    private static final int COEFFICIENTS = 13;
    /** The length of the frames from which the tuning of the constant-Q transform is estimated. */
    private static final int TUNING_FRAME = 2048;
    private static final int TUNING_HOP = 512;

    private static final int CHROMA_CQT = 12;
    private static final int CENS = 24;
    private static final int MFCC = 36;
    private static final int RMS = 49;
    private static final int CONTRAST = 52;
    private static final int FLATNESS = 59;
    private static final int TONNETZ = 63;
    private static final int CROSSINGS = 69;
    /**
     * The columns that are computed from one frame alone: rms, centroid, bandwidth, flatness, roll-off, slope, offset.
     */
    private static final int ALONE = 7;

    private final int rate;
    private final ZeroCrossings zeroCrossings = new ZeroCrossings(FRAME);
    private final Mfcc mfcc;
    private final SpectralContrast contrast;
    private final SpectralShape shape;
    private final Tuning semitones;
    private final Tuning tuning;
    private final DoubleList alone = new DoubleList();
    @SuppressWarnings("NullAway.Init") // by second(), before rows() reads it
    private Chroma chroma;
    private double[] rows = {};

    FetFeatures(int rate) {
        this.rate = rate;
        mfcc = new Mfcc(new MelBank(rate, FRAME, true), COEFFICIENTS);
        contrast = new SpectralContrast(rate, FRAME);
        shape = new SpectralShape(rate, FRAME);
        semitones = new Tuning(rate, FRAME, Chroma.CLASSES, true, true);
        tuning = new Tuning(rate, TUNING_FRAME, LibrosaVersion.V0_11.binsPerOctave(), false, true);
    }

    @Override
    public SignalSink first() {
        SpectrumSink alones = (frame, magnitude) -> {
            double centroid = shape.centroid(magnitude);
            double[] line = new double[2];
            shape.line(magnitude, line, 0);
            alone.add(centroid);
            alone.add(shape.bandwidth(magnitude, centroid));
            alone.add(shape.flatness(magnitude));
            alone.add(shape.rollOff(magnitude));
            alone.add(line[0]);
            alone.add(line[1]);
        };
        FrameSink stft = new Stft(FRAME, mfcc.and(contrast).and(semitones).and(alones));
        FrameSink both = (frame, samples, at) -> {
            alone.add(Fet3Features.rms(samples, at, FRAME));
            stft.frame(frame, samples, at);
        };
        return Extraction.all(new Framer(FRAME, HOP, Padding.EDGE, zeroCrossings),
                new Framer(FRAME, HOP, Padding.ZERO, both),
                new Framer(TUNING_FRAME, TUNING_HOP, Padding.ZERO, new Stft(TUNING_FRAME, tuning)));
    }

    @Override
    public Optional<SignalSink> second() {
        int frames = mfcc.frames();
        rows = new double[frames * COLUMNS];
        chroma = new Chroma(LibrosaVersion.V0_11.binsPerOctave(), frames);
        ChromaBank bank = new ChromaBank(rate, FRAME, semitones.estimate());
        Stft stft = new Stft(FRAME, (frame, magnitude) -> bank.write(magnitude, rows, frame * COLUMNS));
        return Optional.of(Extraction.all(new Framer(FRAME, HOP, Padding.ZERO, stft),
                new ConstantQ(LibrosaVersion.V0_11, rate, HOP, tuning.estimate(), chroma)));
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
        double[] raw = chroma.raw();
        Chroma.writeByMaximum(raw, rows, CHROMA_CQT, COLUMNS);
        ChromaShapes.writeCens(raw, rows, CENS, COLUMNS);
        mfcc.write(rows, MFCC, COLUMNS);
        for (int t = 0; t < mfcc.frames(); t++) {
            int at = t * COLUMNS;
            for (int i = 0; i < 3; i++) {
                rows[at + RMS + i] = alone.get(t * ALONE + i);
            }
            for (int band = 0; band < SpectralContrast.BANDS; band++) {
                rows[at + CONTRAST + band] = contrast.contrast(t, band);
            }
            for (int i = 3; i < ALONE; i++) {
                rows[at + FLATNESS + i - 3] = alone.get(t * ALONE + i);
            }
            ChromaShapes.writeTonnetz(rows, at + CHROMA_CQT, rows, at + TONNETZ);
            rows[at + CROSSINGS] = zeroCrossings.rate(t);
        }
        return rows;
    }
}
