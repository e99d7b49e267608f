package org.almt.explain;

import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.input.Samples;

/**
 * Determines which words or frames of a sample are real. Padding is a row of zeros; in text it is also every row after
 * the true length. (The lengths that files state for audio and vision are too short for some samples, and are not
 * used.)
 *
 * <p>Threads: safe for many at once.
 */
public final class Frames {
    private Frames() {}

    /** Whether each position is real. */
    public static boolean[] real(InputShapes shapes, Samples samples, Modality modality, int sample) {
        FeatureShape shape = shapes.of(modality);
        float[] values = new float[shape.size()];
        samples.frames(modality, sample, 0, shape.length(), values, 0);
        return real(samples, modality, sample, values, shape);
    }

    /**
     * Whether each position is real or is padding of text that is not zero. The latter are a language model's hidden
     * states at padding positions: they have attended to the sentence and encode it.
     */
    public static boolean[] filled(InputShapes shapes, Samples samples, Modality modality, int sample) {
        FeatureShape shape = shapes.of(modality);
        float[] values = new float[shape.size()];
        samples.frames(modality, sample, 0, shape.length(), values, 0);
        return filled(values, shape, shape.length());
    }

    static boolean[] real(Samples samples, Modality modality, int sample, float[] values, FeatureShape shape) {
        return filled(values, shape, modality == Modality.TEXT
                ? Math.min(shape.length(), samples.trueLength(modality, sample))
                : shape.length());
    }

    private static boolean[] filled(float[] values, FeatureShape shape, int end) {
        boolean[] filled = new boolean[shape.length()];
        for (int t = 0; t < end; t++) {
            for (int f = 0; f < shape.width() && !filled[t]; f++) {
                filled[t] = values[t * shape.width() + f] != 0;
            }
        }
        return filled;
    }

    /** The number of positions that are true. */
    public static int count(boolean[] real) {
        int count = 0;
        for (boolean frame : real) {
            count += frame ? 1 : 0;
        }
        return count;
    }

    /** The positions that are true, in order. */
    public static int[] positions(boolean[] real) {
        int[] positions = new int[count(real)];
        int at = 0;
        for (int t = 0; t < real.length; t++) {
            if (real[t]) {
                positions[at++] = t;
            }
        }
        return positions;
    }
}
