package org.almt.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.data.synthetic.SyntheticSplit;
import org.almt.explain.Attributions;
import org.almt.explain.Neutral;
import org.almt.explain.SampleAttribution;
import org.almt.explain.check.DeletionCheck;
import org.almt.explain.check.TruthCheck;
import org.almt.explain.split.Question;
import org.almt.explain.split.Representations;
import org.almt.explain.split.SplitView;
import org.almt.explain.split.TrainingCurves;
import org.almt.explain.split.WhatIf;
import org.almt.input.DatasetKind;
import org.almt.input.Modality;
import org.almt.metrics.Metrics;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.run.DataFit;
import org.almt.saved.Network;

/** Everything that a page shows, of a small model with random weights on a few samples. */
final class TinyExplanation {
    static final DataSet DATA = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(30, 4, 12), 5);

    private TinyExplanation() {}

    /** Options such as {@code hyper=concat}. */
    private static AlmtModel model(DataSet data, String... options) {
        AlmtConfig config = (AlmtConfig) DataFit.adopt(
                AlmtConfig.ofSizes(1, 1, 1, 1, 1, 1, 16, 2, 2, 8, 4, 16, 1, 3, 1), data);
        for (String option : options) {
            config = config.with(option.split("=")[0], option.split("=")[1]);
        }
        return AlmtModel.initialised(config, 1);
    }

    /** With attention, or as of an architecture that has none. */
    static SplitExplanation of(boolean attention) {
        return of(DATA, DATA.split(SplitName.TEST), attention, "A tiny model");
    }

    /** Of a split whose texts and ids are others. */
    static SplitExplanation of(UnaryOperator<String> text) {
        return of(DATA, new RenamedSplit(DATA.split(SplitName.TEST), text), true, text.apply("A tiny model"));
    }

    /** Of a variant. */
    static SplitExplanation ofVariant(String... options) {
        return of(DATA, DATA.split(SplitName.TEST), true, "A tiny variant", options);
    }

    private static SplitExplanation of(DataSet data, Split split, boolean attention, String title, String... options) {
        AlmtModel model = model(data, options);
        Network network = Network.of(model);
        Neutral neutral = Neutral.of(data.shapes(), data.split(SplitName.TRAIN), "train");
        int[] all = IntStream.range(0, split.size()).toArray();
        List<SampleAttribution> samples =
                new Attributions(network, attention ? model : null, data.shapes(), split, neutral).of(all, done -> {});
        float[] predictions = new float[all.length];
        float[] labels = new float[all.length];
        int[] lengths = new int[all.length];
        for (int i : all) {
            predictions[i] = samples.get(i).prediction();
            labels[i] = split.label(i);
            lengths[i] = samples.get(i).of(Modality.TEXT).frames();
        }
        List<WhatIf> answers = WhatIf.of(
                DatasetKind.MOSI, network, data, split, neutral,
                List.of(Question.of("audio=neutral", data), Question.of("vision.3@0-9=neutral", data)));
        LinkedHashMap<String, List<Double>> curves = new LinkedHashMap<>();
        curves.put("epoch", List.of(1.0, 2.0));
        curves.put("lr", List.of(2.5e-6, 1e-4));
        curves.put("train_loss", List.of(2.0, 1.5));
        curves.put("valid_mae", List.of(1.1, 1.0));
        return new SplitExplanation(
                title, "Random weights.", DatasetKind.MOSI, data, split, null, attention, true, predictions, labels,
                Metrics.of(DatasetKind.MOSI, predictions, labels), samples, null, neutral,
                SplitView.of(DatasetKind.MOSI, predictions, labels, lengths),
                new TrainingCurves(curves, "mean absolute error"),
                attention ? Representations.of(model, data, split) : Map.of(), answers,
                split instanceof SyntheticSplit synthetic ? TruthCheck.of(synthetic, samples) : List.of(),
                DeletionCheck.of(network, data, split, neutral, samples));
    }
}
