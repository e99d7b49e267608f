package org.almt.features.audio;

import java.util.ArrayList;
import java.util.List;
import org.almt.features.signal.SignalSink;

/** Detects signals that make features doubtful: silence and clipping. */
final class SignalWarnings implements SignalSink {
    private static final double SILENT = 1e-6;
    /** The number of samples at full scale per thousand from which a clip counts as clipped. A shout has a few. */
    private static final double CLIPPED = 10;
    private static final double FULL_SCALE = 0.999;

    private long samples;
    private long full;
    private double loudest;

    @Override
    public void accept(double[] block, int count) {
        samples += count;
        for (int i = 0; i < count; i++) {
            double size = Math.abs(block[i]);
            loudest = Math.max(loudest, size);
            full += size >= FULL_SCALE ? 1 : 0;
        }
    }

    @Override
    public void finish() {
        // Nothing is buffered.
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (loudest < SILENT) {
            sentences.add("is silent: its features carry no information");
        }
        if (full * 1000 > CLIPPED * samples) {
            sentences.add("is clipped: " + Math.round(1000.0 * full / samples) / 10.0
                    + " % of its samples are at full scale or beyond");
        }
        return sentences;
    }
}
