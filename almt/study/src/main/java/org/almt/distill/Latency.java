package org.almt.distill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.almt.Almt;
import org.almt.Sample;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.saved.SavedModel;

/** Measures the time of predicting one sample, as seen by a program that embeds {@link Almt}. */
final class Latency {
    /**
     * The number of rounds. In each round every model makes equally many predictions, so that a busy machine slows all
     * models.
     */
    private final int rounds;
    private final int predictions;

    Latency(int rounds, int predictions) {
        this.rounds = rounds;
        this.predictions = predictions;
    }

    /** The median time of all predictions of each model, in milliseconds. The first round is warm-up. */
    double[] of(List<SavedModel> models, DataSet data) {
        List<Sample> samples = samples(data, predictions);
        List<IntConsumer> predictors = new ArrayList<>();
        for (SavedModel model : models) {
            Almt almt = Almt.of(model);
            predictors.add(i -> almt.predict(samples.get(i % samples.size())));
        }
        long[][] nanos = new long[models.size()][rounds * predictions];
        for (int round = -1; round < rounds; round++) {
            for (int model = 0; model < models.size(); model++) {
                for (int i = 0; i < predictions; i++) {
                    long began = System.nanoTime();
                    predictors.get(model).accept(i);
                    if (round >= 0) {
                        nanos[model][round * predictions + i] = System.nanoTime() - began;
                    }
                }
            }
        }
        double[] medians = new double[models.size()];
        for (int model = 0; model < medians.length; model++) {
            Arrays.sort(nanos[model]);
            medians[model] = 1e-6 * nanos[model][nanos[model].length / 2];
        }
        return medians;
    }

    private static List<Sample> samples(DataSet data, int most) {
        Split split = data.split(SplitName.TEST);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < Math.min(most, split.size()); i++) {
            samples.add(Sample.of(
                    rows(data, split, Modality.TEXT, i), rows(data, split, Modality.AUDIO, i),
                    rows(data, split, Modality.VISION, i)));
        }
        return samples;
    }

    private static float[][] rows(DataSet data, Split split, Modality modality, int sample) {
        FeatureShape shape = data.shape(modality);
        float[][] rows = new float[shape.length()][shape.width()];
        for (int row = 0; row < rows.length; row++) {
            split.frames(modality, sample, row, 1, rows[row], 0);
        }
        return rows;
    }
}
