package org.almt.data.synthetic;

import org.almt.core.random.RandomStream;
import org.almt.input.FeatureShape;

/**
 * The voice, frame by frame. Each word lasts a few frames. On one opinion word the voice is stressed, and only there
 * its tone carries sentiment. Elsewhere the tone drifts like intonation. Background noise, louder than the voice, is
 * present in the whole sample.
 */
final class AudioTrack {
    private static final int BACKGROUND = 0;
    private static final int ROOM = 1;
    private static final int LOUDNESS = 2;
    private static final int STRESS = 3;
    private static final int TONE = 4;
    private static final int IRONY = 5;
    /** The number of sources, and the least number of features. */
    static final int SOURCES = 6;

    private final FeatureShape shape;
    private final Mixing mixing;

    AudioTrack(FeatureShape shape, RandomStream random) {
        this.shape = shape;
        this.mixing = new Mixing(shape.width(), SOURCES, random);
    }

    /**
     * The frames of a sample, [length, width]; frames past its end are zero.
     *
     * @param frames the number of frames of the sample
     * @param stressed whether each frame is informative
     * @param tone the value of the tone of voice there, in standard deviations
     * @param irony whether the tone reveals a contradiction
     * @param scene the common background of audio and vision
     */
    float[] render(int frames, boolean[] stressed, double tone, boolean irony, double[] scene, RandomStream random) {
        float[] features = new float[shape.length() * shape.width()];
        Drift background = new Drift(0.95, random);
        Drift room = new Drift(0.9, random);
        Drift loudness = new Drift(0.6, random);
        Drift intonation = new Drift(0.8, random);
        double[] sources = new double[SOURCES];
        for (int t = 0; t < frames; t++) {
            boolean on = stressed[t];
            double wander = intonation.next();
            sources[BACKGROUND] = 1.2 * background.next() + 1.2 * scene[t];
            sources[ROOM] = 0.8 * room.next() + 0.8 * scene[t];
            sources[LOUDNESS] = loudness.next();
            sources[STRESS] = (on ? 2.5 : 0) + 0.3 * random.nextGaussian();
            sources[TONE] = on ? 1.5 * tone + 0.2 * random.nextGaussian() : wander;
            sources[IRONY] = (on && irony ? 2.5 : 0) + 0.3 * random.nextGaussian();
            mixing.mix(sources, 0.1, random, features, t * shape.width());
        }
        return features;
    }
}
