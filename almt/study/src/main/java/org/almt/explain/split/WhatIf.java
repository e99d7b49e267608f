package org.almt.explain.split;

import java.util.List;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.explain.Frames;
import org.almt.explain.Neutral;
import org.almt.explain.Predictor;
import org.almt.input.DatasetKind;
import org.almt.metrics.Metrics;
import org.almt.saved.Network;
import org.almt.stats.Interval;
import org.almt.stats.Intervals;

/**
 * Counterfactual: the effect on a whole split of making parts of the input neutral, with 95 % intervals over its
 * samples. In text, hidden states at padding positions, which encode the sentence, are made neutral together with it.
 *
 * @param question the neutral parts, as written by the user
 *
 * @param mae the mean absolute error of the original input, defined as in the data set's metrics
 *
 * @param maeWithout the mean absolute error with these parts neutral
 *
 * @param worse the rise of the mean absolute error
 *
 * @param moved the mean |change of a prediction|
 *
 * @param shift the mean change of a prediction
 */
public record WhatIf(
        String question, Interval mae, Interval maeWithout, Interval worse, Interval moved, Interval shift) {

    /**
     * Answers questions.
     *
     * @param kind the kind of data whose metrics define the error
     */
    public static List<WhatIf> of(
            DatasetKind kind, Network network, DataSet data, Split split, Neutral neutral, List<Question> questions) {
        Predictor predictor = new Predictor(network, data.shapes(), split);
        float[] before = predictor.predict(Predictor.all(split));
        return questions.stream().map(question -> {
            float[] after = predictor.predict(split.size(), row -> row, (row, features) -> {
                for (Question.Part part : question.parts()) {
                    part.neutralise(features, Frames.filled(data.shapes(), split, part.modality(), row), neutral);
                }
            });
            return of(kind, question.text(), before, after, split);
        }).toList();
    }

    private static WhatIf of(
            DatasetKind kind, String question, float[] before, float[] after, Split split) {
        int n = before.length;
        double[] errors = new double[n];
        double[] errorsAfter = new double[n];
        double[] worse = new double[n];
        double[] moved = new double[n];
        double[] shift = new double[n];
        for (int i = 0; i < n; i++) {
            errors[i] = Metrics.absoluteError(kind, before[i], split.label(i));
            errorsAfter[i] = Metrics.absoluteError(kind, after[i], split.label(i));
            worse[i] = errorsAfter[i] - errors[i];
            shift[i] = (double) after[i] - before[i];
            moved[i] = Math.abs(shift[i]);
        }
        return new WhatIf(
                question, Intervals.ofMean(errors), Intervals.ofMean(errorsAfter), Intervals.ofMean(worse),
                Intervals.ofMean(moved), Intervals.ofMean(shift));
    }
}
