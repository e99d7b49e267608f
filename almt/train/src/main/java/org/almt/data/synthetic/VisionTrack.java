package org.almt.data.synthetic;

import org.almt.core.random.RandomStream;
import org.almt.input.FeatureShape;

/**
 * The face, frame by frame. Around the stressed word an expression rises and fades, and only there it carries
 * sentiment. The other sources are pose, the mouth's movement in speech, and changing light, which also scales all
 * other sources.
 */
final class VisionTrack {
    private static final int POSE = 0;
    private static final int TURN = 1;
    private static final int LIGHT = 2;
    private static final int MOUTH = 3;
    private static final int APEX = 4;
    private static final int EXPRESSION = 5;
    private static final int EYES = 6;
    /** The number of sources, and the least number of features. */
    static final int SOURCES = 7;

    private final FeatureShape shape;
    private final Mixing mixing;

    VisionTrack(FeatureShape shape, RandomStream random) {
        this.shape = shape;
        this.mixing = new Mixing(shape.width(), SOURCES, random);
    }

    /**
     * The frames of a sample, [length, width]; frames past its end are zero.
     *
     * @param frames the number of frames of the sample
     * @param apex whether each frame is informative
     * @param expression the value of the expression there, in standard deviations
     * @param irony whether the eyes reveal sarcasm
     * @param scene the common background of audio and vision
     */
    float[] render(int frames, boolean[] apex, double expression, boolean irony, double[] scene, RandomStream random) {
        float[] features = new float[shape.length() * shape.width()];
        Drift pose = new Drift(0.95, random);
        Drift turn = new Drift(0.9, random);
        Drift light = new Drift(0.97, random);
        Drift mouth = new Drift(0.6, random);
        Drift idle = new Drift(0.8, random);
        double[] sources = new double[SOURCES];
        for (int t = 0; t < frames; t++) {
            boolean on = apex[t];
            double wander = idle.next();
            double lamp = 0.7 * light.next() + 0.7 * scene[t];
            double gain = Math.max(0.5, 1 + 0.15 * lamp);
            double lean = pose.next();
            sources[POSE] = gain * 1.5 * lean;
            sources[TURN] = gain * (0.8 * lean + 0.8 * turn.next());
            sources[LIGHT] = 1.5 * lamp;
            sources[MOUTH] = gain * mouth.next();
            sources[APEX] = gain * ((on ? 2.5 : 0) + 0.3 * random.nextGaussian());
            sources[EXPRESSION] = gain * (on ? 1.5 * expression + 0.2 * random.nextGaussian() : wander);
            sources[EYES] = gain * ((on && irony ? 2.5 : 0) + 0.3 * random.nextGaussian());
            mixing.mix(sources, 0.1, random, features, t * shape.width());
        }
        return features;
    }
}
