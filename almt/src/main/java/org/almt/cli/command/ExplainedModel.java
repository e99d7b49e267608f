package org.almt.cli.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.almt.cli.option.SampleChoice;
import org.almt.cli.option.UsageError;
import org.almt.data.WorkListener;
import org.almt.data.synthetic.SyntheticSplit;
import org.almt.explain.Attributions;
import org.almt.explain.Frames;
import org.almt.explain.SampleAttribution;
import org.almt.explain.check.DeletionCheck;
import org.almt.explain.check.MethodRanking;
import org.almt.explain.check.TruthCheck;
import org.almt.explain.split.Question;
import org.almt.explain.split.Representations;
import org.almt.explain.split.SplitView;
import org.almt.explain.split.TrainingCurves;
import org.almt.explain.split.WhatIf;
import org.almt.input.Modality;
import org.almt.metrics.Metrics;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.variant.FusionQuery;
import org.almt.model.variant.FusionReads;
import org.almt.model.variant.Variant;
import org.almt.report.CheckText;
import org.almt.report.ExplainPage;
import org.almt.report.SplitExplanation;
import org.almt.run.SplitPredictions;
import org.almt.saved.Architecture;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;

/** The explanation of a model by {@code almt explain}: lines for the terminal, and the page. */
final class ExplainedModel {
    /**
     * The number of samples whose deletion and insertion curves are averaged. Each sample takes some 250 predictions.
     */
    private static final int CURVES = 100;

    private final SavedModel saved;
    private final ExplainedData samples;
    private final Wanted wanted;
    /** Null if attention cannot be traced. */
    private final @Nullable AlmtModel almt;
    private final SplitPredictions predicted;
    private final SampleChoice shown;
    private final List<SampleAttribution> found;
    private final List<TruthCheck> truth;
    private final List<DeletionCheck> deletion;
    private final List<WhatIf> answers;

    /**
     * What the command line requests.
     *
     * @param ids samples that are shown
     * @param all whether samples of the whole split are shown
     * @param most how many of them
     * @param check whether every sample of the split is explained, and the explanations are checked
     * @param questions inputs to make neutral; an empty list stands for each modality alone
     */
    record Wanted(List<String> ids, boolean all, int most, boolean check, List<String> questions) {
        private boolean checks() {
            return check || all;
        }
    }

    /** Computes all but the page. */
    ExplainedModel(SavedModel saved, ExplainedData samples, Wanted wanted, WorkListener listener) {
        this.saved = saved;
        this.samples = samples;
        this.wanted = wanted;
        List<Question> asked = UsageError.check(this::ask);
        predicted = SplitPredictions.of(saved, samples.data(), samples.split());
        almt = saved.network().root() instanceof AlmtModel model ? model : null;
        shown = wanted.all
                ? SampleChoice.byError(predicted, wanted.most)
                : SampleChoice.named(samples.split(), wanted.ids);
        int[] explained = wanted.check ? IntStream.range(0, samples.split().size()).toArray() : shown.samples();
        listener.progress("sample", 0, explained.length);
        found = new Attributions(saved.network(), almt, samples.data().shapes(), samples.split(), samples.neutral())
                .of(explained, done -> listener.progress("sample", done, explained.length));
        truth = wanted.checks() && samples.split() instanceof SyntheticSplit synthetic
                ? TruthCheck.of(synthetic, found)
                : List.of();
        deletion = wanted.checks()
                ? DeletionCheck.of(saved.network(), samples.data(), samples.split(), samples.neutral(),
                        SampleChoice.evenly(found, CURVES))
                : List.of();
        answers = WhatIf.of(saved.kind(), saved.network(), samples.data(), samples.split(), samples.neutral(), asked);
    }

    private List<Question> ask() {
        List<String> texts = !wanted.questions.isEmpty()
                ? wanted.questions
                : Arrays.stream(Modality.values()).map(modality -> modality.key() + "=neutral").toList();
        return texts.stream().map(text -> Question.of(text, samples.data())).toList();
    }

    /** The results of the checks, and the effects of the inputs that were made neutral. */
    List<String> lines() {
        Stream<String> checked = wanted.checks()
                ? CheckText.lines(truth, deletion, MethodRanking.of(truth, deletion)).stream()
                : Stream.of();
        Stream<String> answered = wanted.questions.isEmpty()
                ? Stream.of()
                : CheckText.lines(answers, samples.neutral(), samples.split()).stream();
        return Stream.concat(checked, answered).toList();
    }

    /** The page. */
    byte[] page(TrainingCurves curves) throws IOException {
        String split = samples.split().name().key() + " split";
        return ExplainPage.of(new SplitExplanation(
                Architecture.of(saved.sizes()).title() + " explained: "
                        + (wanted.ids.size() == 1 ? wanted.ids.getFirst() : split),
                "Weights of " + saved.origin() + "; " + samples.data().description() + ", " + split + ", "
                        + samples.split().size() + " samples.",
                saved.kind(), samples.data(), samples.split(),
                saved.language() == null ? null : saved.language().model(),
                found.stream().anyMatch(one -> one.modalities().stream().anyMatch(m -> !m.layers().isEmpty())),
                almt != null && guides(almt.config()), predicted.predictions(), predicted.labels(),
                Metrics.of(saved.kind(), predicted.predictions(), predicted.labels()),
                Arrays.stream(shown.samples()).mapToObj(this::attribution).toList(), shown.how(), samples.neutral(),
                view(), curves,
                almt == null ? Map.of() : Representations.of(almt, samples.data(), samples.split()), answers, truth,
                deletion));
    }

    private SampleAttribution attribution(int sample) {
        return found.stream().filter(one -> one.sample() == sample).findFirst().orElseThrow();
    }

    /** Whether language affects the prediction through attention weights alone. */
    private static boolean guides(AlmtConfig config) {
        return config.variant().hasThePartsOf(Variant.FULL) && config.variant().fusionQuery() == FusionQuery.LANGUAGE
                && config.fusionReads() == FusionReads.TOKEN;
    }

    private SplitView view() {
        int[] lengths = IntStream.range(0, samples.split().size())
                .map(i -> count(Frames.real(samples.data().shapes(), samples.split(), Modality.TEXT, i))).toArray();
        return SplitView.of(saved.kind(), predicted.predictions(), predicted.labels(), lengths);
    }

    private static int count(boolean... real) {
        return (int) IntStream.range(0, real.length).filter(t -> real[t]).count();
    }
}
