package org.almt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.Modality;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticSplit;
import org.almt.explain.Attributions;
import org.almt.explain.Belief;
import org.almt.explain.DeletionCheck;
import org.almt.explain.Frames;
import org.almt.explain.Neutral;
import org.almt.explain.Question;
import org.almt.explain.Representations;
import org.almt.explain.SampleAttribution;
import org.almt.explain.SplitView;
import org.almt.explain.TrainingCurves;
import org.almt.explain.TruthCheck;
import org.almt.explain.WhatIf;
import org.almt.metrics.Metrics;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.variant.FusionQuery;
import org.almt.model.variant.FusionReads;
import org.almt.model.variant.Variant;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.report.CheckText;
import org.almt.report.ExplainPage;
import org.almt.report.Explanation;
import org.almt.report.StudyPage;
import org.almt.train.Architecture;
import org.almt.train.Network;
import org.almt.train.RunFolder;
import org.almt.train.SavedModel;
import org.almt.train.SplitPredictions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt explain}: why a model predicts what it predicts. */
@Command(
        name = "explain",
        description = "Explain predictions: a page with words, frames, errors and what-ifs, and how far it can be believed.",
        footer = {
                "  almt explain --run runs/embedded-seed1 --all --out report.html",
                "  almt explain --run runs/mosi-seed1 --id '03bSnISJMiM$_$11' --out report.html",
                "  almt explain --run runs/embedded-seed1 --check",
                "  almt explain --study studies/robustness --out study.html",
                "  almt explain --run runs/embedded-seed1 --what-if audio=neutral --what-if vision.3@0-9=neutral"
        })
final class ExplainCommand extends AlmtCommand {
    /** Samples whose deletion and insertion curves are averaged: each takes some 250 predictions. */
    private static final int CURVES = 100;

    private static final String NO_OUT = "where should the page go? Give --out FILE.html";

    /** How often a long computation says how far it is. */
    private static final long SAY_NANOS = 5_000_000_000L;

    @Mixin
    private ModelOptions source = new ModelOptions();

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--study",
            paramLabel = "DIR",
            description = "Instead of a model: a page of a finished study, from its results.json.")
    private Path study;

    @Option(names = "--id", paramLabel = "ID", description = "Explain this sample, of any split; may be given again.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "Explain the samples of the split, at most as many as --most says.")
    private boolean all;

    @Option(names = "--split", paramLabel = "NAME", description = "train, valid or test (default: test).")
    private SplitName split;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Beside --all: show at most so many samples, evenly from the smallest to the largest error"
                    + " (default: ${DEFAULT-VALUE}).")
    private int most = 100;

    @Option(
            names = "--what-if",
            paramLabel = "Q",
            description = "What would be without: audio=neutral, vision.3=neutral (a feature), audio@10-20=neutral"
                    + " (frames); several at once with commas. May be given again (default: each modality).")
    private List<String> questions = new ArrayList<>();

    @Option(
            names = "--check",
            description = "Check how far the explanations can be believed on the whole split, and print it.")
    private boolean check;

    @Option(names = "--out", paramLabel = "FILE.html", description = "Where the page goes.")
    private Path out;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    ExplainCommand() {}

    @Override
    void execute() throws Exception {
        if (study != null) {
            explainStudy();
            return;
        }
        source.check();
        checkWhat();
        engine.apply();
        if (source.runs().size() > 1) {
            throw new UsageError("explain looks into one model; give one --run");
        }
        SavedModel saved = source.load().getFirst();
        OutputFiles outputs = new OutputFiles()
                .reads("--data", data.fileFor(saved))
                .reads("--weights", source.weights())
                .writes("--out", out);
        source.runs().forEach(outputs::belongsToRun);
        outputs.check();
        SplitName name = split != null ? split : ids.isEmpty() ? SplitName.TEST : splitOf(saved, ids.getFirst());
        try (DataSet samples = open(saved, name)) {
            explain(saved, samples, samples.split(name));
        }
    }

    private void explainStudy() throws IOException {
        if (!source.runs().isEmpty() || source.weights() != null || data.file() != null || !ids.isEmpty() || all
                || check
                || split != null || !questions.isEmpty()) {
            throw new UsageError("--study goes with --out alone: a study has runs and data of its own");
        }
        if (out == null) {
            throw new UsageError(NO_OUT);
        }
        new OutputFiles().reads("--study", StudyPage.results(study)).writes("--out", out).check();
        write(StudyPage.of(study));
    }

    private void write(byte[] html) throws IOException {
        AtomicFiles.write(out, file -> file.write(html));
        out().println("Page: " + out + " (" + Math.ceilDiv(html.length, 1 << 10) + " KiB)");
    }

    private void checkWhat() {
        if (!ids.isEmpty() && all) {
            throw new UsageError("--id and --all: leave one of them out");
        }
        if (out == null && (all || !ids.isEmpty())) {
            throw new UsageError(NO_OUT);
        }
        if (out != null && ids.isEmpty() && !all) {
            throw new UsageError("which samples should the page explain? Give --id ID, or --all");
        }
        if (out == null && !check && questions.isEmpty()) {
            throw new UsageError(
                    "explain what? Give --id ID or --all with --out FILE.html; --check; or --what-if QUESTION");
        }
        if (most < 1) {
            throw new UsageError("--most " + most + ": a number from 1 on is needed");
        }
    }

    /** Which split holds a sample. */
    private SplitName splitOf(SavedModel saved, String id) throws IOException {
        IOException unreadable = null;
        List<String> known = new ArrayList<>();
        for (SplitName name : List.of(SplitName.TEST, SplitName.VALID, SplitName.TRAIN)) {
            try (DataSet samples = data.openFewFor(saved, name)) {
                Split candidate = samples.split(name);
                if (candidate.indexOf(id) >= 0) {
                    return name;
                }
                IntStream.range(0, candidate.size()).mapToObj(candidate::id).forEach(known::add);
            } catch (IOException e) {
                unreadable = unreadable == null ? e : unreadable; // a file may lack a split that is not needed
            }
        }
        throw unreadable != null ? unreadable : NearestIds.unknown(id, known);
    }

    /** The split, and where the data have one, the training split, from which neutral frames come. */
    private DataSet open(SavedModel saved, SplitName name) throws IOException {
        if (name == SplitName.TRAIN) {
            return data.openAllFor(saved, name);
        }
        try {
            return data.openAllFor(saved, name, SplitName.TRAIN);
        } catch (DataException e) {
            return data.openAllFor(saved, name); // says what is wrong, where it is more than a missing split
        }
    }

    private void explain(SavedModel saved, DataSet samples, Split chosen) throws IOException {
        boolean known = samples.splits().contains(SplitName.TRAIN);
        if (!known) {
            data.announce("the data have no training split: neutral frames are means over the " + chosen.name().key()
                    + " split");
        }
        List<Question> asked = UsageError.check(() -> ask(samples));
        SplitPredictions predicted = SplitPredictions.of(saved, samples, chosen);
        Metrics metrics = Metrics.of(saved.kind(), predicted.predictions(), predicted.labels());
        Neutral neutral = Neutral.of(samples, samples.split(known ? SplitName.TRAIN : chosen.name()));
        Network network = saved.network();
        AlmtModel almt = network.module() instanceof AlmtModel model ? model : null;

        SampleChoice shown = all ? SampleChoice.byError(predicted, most) : SampleChoice.named(chosen, ids);
        int[] explained = check ? IntStream.range(0, chosen.size()).toArray() : shown.samples();
        Attributions attributions = new Attributions(network, almt, samples, chosen, neutral);
        List<SampleAttribution> found = attributions.of(explained, new Progress(explained.length)::say);
        List<TruthCheck> truth = (check || all) && chosen instanceof SyntheticSplit synthetic
                ? TruthCheck.of(synthetic, found)
                : List.of();
        List<DeletionCheck> deletion = check || all
                ? DeletionCheck.of(network, samples, chosen, neutral, SampleChoice.evenly(found, CURVES))
                : List.of();
        List<WhatIf> answers = WhatIf.of(network, samples, chosen, neutral, asked);

        if (check || all) {
            CheckText.lines(truth, deletion, Belief.of(truth, deletion)).forEach(out()::println);
        }
        if (!questions.isEmpty()) {
            CheckText.lines(answers, neutral, chosen).forEach(out()::println);
        }
        if (out != null) {
            List<SampleAttribution> pages = Arrays.stream(shown.samples())
                    .mapToObj(i -> found.stream().filter(one -> one.sample() == i).findFirst().orElseThrow()).toList();
            byte[] html = ExplainPage.of(new Explanation(
                    Architecture.of(saved.sizes()).title() + " explained: "
                            + (ids.size() == 1 ? ids.getFirst() : chosen.name().key() + " split"),
                    "Weights of " + saved.origin() + "; " + samples.description() + ", " + chosen.name().key()
                            + " split, "
                            + chosen.size() + " samples.",
                    saved.kind(), samples, chosen, saved.language() == null ? null : saved.language().model(),
                    found.stream().anyMatch(one -> one.modalities().stream().anyMatch(m -> !m.layers().isEmpty())),
                    almt != null && guides(almt.config()), predicted.predictions(),
                    predicted.labels(), metrics, pages, shown.how(), neutral,
                    view(saved, samples, predicted), curves(),
                    almt == null ? Map.of() : Representations.of(almt, samples, chosen), answers, truth, deletion));
            write(html);
        }
    }

    /** Whether language reaches the prediction only by where it makes the model look. */
    private static boolean guides(AlmtConfig config) {
        return config.variant().hasThePartsOf(Variant.FULL) && config.variant().fusionQuery() == FusionQuery.LANGUAGE
                && config.fusionReads() == FusionReads.TOKEN;
    }

    private List<Question> ask(DataSet samples) {
        List<String> texts = !questions.isEmpty()
                ? questions
                : Arrays.stream(Modality.values()).map(modality -> modality.key() + "=neutral").toList();
        return texts.stream().map(text -> Question.of(text, samples)).toList();
    }

    private static SplitView view(SavedModel saved, DataSet samples, SplitPredictions predicted) {
        int[] lengths = IntStream.range(0, predicted.split().size())
                .map(i -> count(Frames.real(samples, predicted.split(), Modality.TEXT, i))).toArray();
        return SplitView.of(saved.kind(), predicted.predictions(), predicted.labels(), lengths);
    }

    private static int count(boolean... real) {
        return (int) IntStream.range(0, real.length).filter(t -> real[t]).count();
    }

    private TrainingCurves curves() throws IOException {
        return source.runs().isEmpty()
                ? new TrainingCurves(new LinkedHashMap<>())
                : TrainingCurves.read(RunFolder.open(source.runs().getFirst()).metrics());
    }

    /** Says now and then how far it is. */
    private final class Progress {
        private final int total;
        private long said = System.nanoTime();

        Progress(int total) {
            this.total = total;
        }

        void say(int done) {
            if (done < total && System.nanoTime() - said > SAY_NANOS) {
                said = System.nanoTime();
                data.announce(done + " of " + total + " samples are explained");
            }
        }
    }
}
