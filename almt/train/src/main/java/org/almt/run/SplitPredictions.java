package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.almt.core.Workspace;
import org.almt.core.GradMode;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.input.InputBatch;
import org.almt.io.PrintableText;
import org.almt.metrics.Baseline;
import org.almt.saved.SavedModel;
import org.almt.train.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * A trained model's predictions for a split.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param split the samples
 * @param predictions one for each
 * @param labels one for each
 */
public record SplitPredictions(Split split, float[] predictions, float[] labels) {
    /** The number of samples that go through the model together. No bit depends on it. */
    private static final int BATCH = 64;

    /**
     * Predicts a whole split.
     *
     * @throws IllegalArgumentException if the data do not fit the model
     */
    public static SplitPredictions of(SavedModel saved, DataSet data, Split split) {
        DataFit.require(saved.sizes(), data, saved.origin().toString());
        InputBatch.Memory memory = new InputBatch.Memory(data.shapes(), Math.min(BATCH, split.size()));
        Evaluation evaluation = new Evaluation(
                saved.network(), memory, new Workspace(), Math.min(BATCH, split.size()));
        float[] predictions = evaluation.predict(split);
        for (int i = 0; i < predictions.length; i++) {
            requireFinite(saved, split, i, predictions[i]);
        }
        return new SplitPredictions(split, predictions, Baseline.labels(split));
    }

    /** Refuses a NaN prediction, which could be mistaken for a result. */
    private static void requireFinite(SavedModel saved, Split split, int sample, float prediction) {
        if (!Float.isFinite(prediction)) {
            throw new IllegalStateException(saved.origin() + " predicts " + prediction + " for sample '"
                    + PrintableText.text(split.id(sample)) + "' of the " + split.name().key()
                    + " split: its weights or the features are too large for 32-bit floats");
        }
    }

    /** The mean of several models' predictions for the same samples; summed in double, in their order. */
    public static SplitPredictions mean(List<SplitPredictions> models) {
        SplitPredictions first = models.getFirst();
        float[] mean = new float[first.predictions.length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (SplitPredictions model : models) {
                sum += model.predictions[i];
            }
            mean[i] = (float) (sum / models.size());
        }
        return new SplitPredictions(first.split, mean, first.labels);
    }

    /**
     * The samples that have a label.
     *
     * @param predictions their predictions
     *
     * @param labels their labels
     */
    public record Scored(float[] predictions, float[] labels) {}

    /** The samples with a label. */
    public Scored scored() {
        float[] scored = new float[labels.length];
        float[] known = new float[labels.length];
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            if (!Float.isNaN(labels[i])) {
                scored[count] = predictions[i];
                known[count++] = labels[i];
            }
        }
        return new Scored(Arrays.copyOf(scored, count), Arrays.copyOf(known, count));
    }

    /** Whether these are predictions for the same samples as others: ids and labels are equal. */
    public boolean isOfSamplesOf(SplitPredictions others) {
        boolean same = Arrays.equals(labels, others.labels);
        for (int i = 0; same && i < labels.length; i++) {
            same = split.id(i).equals(others.split.id(i));
        }
        return same;
    }

    /** Predicts one sample. */
    public static float one(SavedModel saved, DataSet data, Split split, int sample) {
        DataFit.require(saved.sizes(), data, saved.origin().toString());
        InputBatch inputs = new InputBatch.Memory(data.shapes(), 1).batch(1);
        inputs.fill(split, new int[] {sample}, 0);
        float prediction = GradMode.noGrad(() -> saved.network().forward(inputs)).item();
        requireFinite(saved, split, sample, prediction);
        return prediction;
    }

    /** Writes {@code id,label,prediction} rows. */
    public void write(Path file) throws IOException {
        write(file, UnaryOperator.identity());
    }

    /** Writes {@code id,label,prediction} rows, with each id mapped by the operator. */
    public void write(Path file, UnaryOperator<String> ids) throws IOException {
        FinalReport.writePredictions(file, split, predictions, ids);
    }

    /** Whether both hold the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SplitPredictions same && split.equals(same.split)
                && Arrays.equals(predictions, same.predictions)
                && Arrays.equals(labels, same.labels);
    }

    @Override
    public int hashCode() {
        return 31 * split.hashCode() + Arrays.hashCode(predictions);
    }

    /** For example {@code 686 predictions of split test}. */
    @Override
    public String toString() {
        return predictions.length + " predictions of split " + split.name();
    }
}
