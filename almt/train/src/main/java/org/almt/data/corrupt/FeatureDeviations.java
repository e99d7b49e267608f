package org.almt.data.corrupt;

import java.util.EnumMap;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * The standard deviation of each feature over all frames of the training split, without padding. Computed on first use.
 */
final class FeatureDeviations {
    private final DataSet data;
    private final Map<Modality, double[]> found = new EnumMap<>(Modality.class);

    FeatureDeviations(DataSet data) {
        this.data = data;
    }

    /** One number for each feature, [width]. */
    synchronized double[] of(Modality modality) {
        return found.computeIfAbsent(modality, this::compute);
    }

    private double[] compute(Modality modality) {
        Split train = data.split(SplitName.TRAIN);
        FeatureShape shape = data.shape(modality);
        double[] mean = new double[shape.width()];
        double[] squares = new double[shape.width()];
        float[] features = new float[shape.size()];
        long count = 0;
        for (int sample = 0; sample < train.size(); sample++) {
            train.frames(modality, sample, 0, shape.length(), features, 0);
            int frames = Extent.of(train, modality, sample, features, shape).frames();
            for (int frame = 0; frame < frames; frame++) {
                count++;
                for (int i = 0; i < shape.width(); i++) {
                    // Welford: mean and sum of squared distances from it
                    double delta = features[frame * shape.width() + i] - mean[i];
                    mean[i] += delta / count;
                    squares[i] += delta * (features[frame * shape.width() + i] - mean[i]);
                }
            }
        }
        double[] deviations = new double[shape.width()];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = count == 0 ? 0 : Math.sqrt(squares[i] / count);
        }
        return deviations;
    }
}
