package org.almt.explain;

import org.almt.data.DataSet;
import org.almt.data.FeatureShape;
import org.almt.data.Modality;
import org.almt.data.Split;
import org.almt.data.SplitName;

/**
 * A frame that says nothing in particular: the mean of all real frames of a split, one vector for each modality.
 * Zeros of padding stay zeros.
 *
 * @param from the split that was averaged: the training split, unless the data have none
 * @param means by modality's ordinal, [width]; zeros where the split has no real frame
 */
public record Neutral(SplitName from, float[][] means) {
    /** The mean frame of a split, summed in double. */
    public static Neutral of(DataSet data, Split split) {
        float[][] means = new float[Modality.values().length][];
        for (Modality modality : Modality.values()) {
            means[modality.ordinal()] = mean(data.shape(modality), split, modality);
        }
        return new Neutral(split.name(), means);
    }

    private static float[] mean(FeatureShape shape, Split split, Modality modality) {
        float[] values = new float[shape.size()];
        double[] sums = new double[shape.width()];
        long count = 0;
        for (int sample = 0; sample < split.size(); sample++) {
            split.frames(modality, sample, 0, shape.length(), values, 0);
            boolean[] real = Frames.real(split, modality, sample, values, shape);
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
    float[] of(Modality modality) {
        return means[modality.ordinal()];
    }
}
