package org.almt.explain;

import java.util.Arrays;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.input.Samples;
import org.jspecify.annotations.Nullable;

/**
 * A frame without information: the mean of all real frames of a split, one vector for each modality. Zeros of padding
 * stay zeros.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param from the name of the averaged split: the training split, unless the data have none
 * @param means the means by the modality's ordinal, [width]; zeros if the split has no real frame
 */
public record Neutral(String from, float[][] means) {
    /** A frame of zeros, as in a sample whose modality is missing. */
    public static Neutral zeros(InputShapes shapes) {
        return new Neutral("zeros", new float[][] {
                new float[shapes.text().width()], new float[shapes.audio().width()], new float[shapes.vision().width()]
        });
    }

    /** The mean frame of some samples, summed in double. */
    public static Neutral of(InputShapes shapes, Samples samples, String from) {
        float[][] means = new float[Modality.values().length][];
        for (Modality modality : Modality.values()) {
            means[modality.ordinal()] = mean(shapes.of(modality), samples, modality);
        }
        return new Neutral(from, means);
    }

    private static float[] mean(FeatureShape shape, Samples samples, Modality modality) {
        float[] values = new float[shape.size()];
        double[] sums = new double[shape.width()];
        long count = 0;
        for (int sample = 0; sample < samples.size(); sample++) {
            samples.frames(modality, sample, 0, shape.length(), values, 0);
            boolean[] real = Frames.real(samples, modality, sample, values, shape);
            for (int t : Frames.positions(real)) {
                count++;
                for (int f = 0; f < sums.length; f++) {
                    sums[f] += values[t * sums.length + f];
                }
            }
        }
        float[] mean = new float[sums.length];
        for (int f = 0; f < mean.length; f++) {
            mean[f] = count == 0 ? 0 : (float) (sums[f] / count);
        }
        return mean;
    }

    /** The neutral frame of a modality; not copied. */
    public float[] of(Modality modality) {
        return means[modality.ordinal()];
    }

    /** Whether both have the same means. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Neutral neutral && neutral.from.equals(from) && Arrays.deepEquals(neutral.means, means);
    }

    @Override
    public int hashCode() {
        return 31 * from.hashCode() + Arrays.deepHashCode(means);
    }

    /** For example {@code mean of train: [[0.1, 0.2], [0.3], [0.0]]}. */
    @Override
    public String toString() {
        return "mean of " + from + ": " + Arrays.deepToString(means);
    }
}
