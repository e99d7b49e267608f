package org.almt.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.EngineOptions;
import org.almt.cli.option.ModelOptions;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.OwnClipOptions;
import org.almt.cli.option.SampleSearch;
import org.almt.cli.option.UsageError;
import org.almt.data.SplitName;
import org.almt.explain.split.TrainingCurves;
import org.almt.features.words.Transcript;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.report.StudyPage;
import org.almt.run.RunFolder;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt explain}: explains the predictions of a model. */
@Command(
        name = "explain",
        description = "Explain predictions: write a page with the influence of words and frames, the errors, the"
                + " effect of missing inputs, and checks of these explanations.",
        footer = {
                "  almt explain --run runs/embedded-seed1 --all --out report.html",
                "  almt explain --run runs/mosi-seed1 --id '03bSnISJMiM$_$11' --out report.html",
                "  almt explain --run runs/embedded-seed1 --check",
                "  almt explain --run runs/clips --audio clip.wav --openface face.csv --text \"a fine film\""
                        + " --out page.html",
                "  almt explain --study studies/robustness --out study.html",
                "  almt explain --run runs/embedded-seed1 --what-if audio=neutral --what-if vision.3@0-9=neutral"
        })
public final class ExplainCommand extends AlmtCommand {
    private static final String NO_OUT = "where should the page go? Give --out FILE.html";

    @Mixin
    private ModelOptions source = new ModelOptions();

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--study",
            paramLabel = "DIR",
            description = "Instead of a model: make a page of a finished study, from its results.json.")
    private @Nullable Path study;

    @Option(names = "--id", paramLabel = "ID", description = "Explain this sample, of any split; may be repeated.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "Explain the samples of the split, at most --most of them.")
    private boolean all;

    @Option(names = "--split", paramLabel = "NAME", description = "train, valid or test (default: test).")
    private @Nullable SplitName split;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "With --all: show at most N samples, spread evenly from the smallest to the largest error"
                    + " (default: ${DEFAULT-VALUE}).")
    private int most = 100;

    @Option(
            names = "--what-if",
            paramLabel = "Q",
            description = "Report the effect of making parts of the input neutral: audio=neutral, vision.3=neutral (a"
                    + " feature), audio@10-20=neutral (frames); join several with commas. May be repeated (default:"
                    + " each modality).")
    private List<String> questions = new ArrayList<>();

    @Mixin
    private OwnClipOptions clip = new OwnClipOptions();

    @Option(
            names = "--check",
            description = "Check on the whole split how faithful the explanations are, and print the result.")
    private boolean check;

    @Option(names = "--out", paramLabel = "FILE.html", description = "The page to write.")
    private @Nullable Path out;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    public ExplainCommand() {}

    @Override
    void execute() throws Exception {
        if (study != null) {
            explainStudy(study);
            return;
        }
        source.check();
        checkWhat();
        engine.apply();
        if (source.runs().size() > 1) {
            throw new UsageError("explain looks into one model; give one --run");
        }
        SavedModel saved = source.load().getFirst();
        if (clip.isGiven()) {
            explainClip(saved, Objects.requireNonNull(out, "as checked"));
            return;
        }
        OutputFiles outputs = new OutputFiles()
                .reads("--data", data.forModels().fileFor(saved).orElse(null))
                .reads("--weights", source.weights())
                .writes("--out", out);
        source.runs().forEach(outputs::belongsToRun);
        outputs.check();
        Path page = out;
        TrainingCurves curves = page == null ? new TrainingCurves(new LinkedHashMap<>()) : curves();
        try (ExplainedData samples = ExplainedData.open(data, saved, splitFor(saved))) {
            data.warnOfEmptySentences(samples.split(), saved);
            ExplainedModel explained = new ExplainedModel(
                    saved, samples, new ExplainedModel.Wanted(ids, all, most, check, questions), data.progress());
            explained.lines().forEach(out()::println);
            if (page != null) {
                write(page, explained.page(curves));
            }
        }
    }

    /**
     * The split of {@code --split}, otherwise the split that holds the samples. If no split holds them, this error is
     * reported before any other.
     */
    private SplitName splitFor(SavedModel saved) throws IOException {
        if (ids.isEmpty()) {
            return split == null ? SplitName.TEST : split;
        }
        List<SplitName> candidates = split == null ? SampleSearch.ALL : List.of(split);
        return SampleSearch.splitOf(ids, candidates, candidate -> data.forModels().open(saved, candidate));
    }

    private void explainStudy(Path study) throws IOException {
        if (!source.runs().isEmpty() || source.weights() != null || data.isNamed() || !ids.isEmpty() || all
                || check
                || split != null || !questions.isEmpty()) {
            throw new UsageError("--study goes with --out alone: a study has its own runs and data");
        }
        if (out == null) {
            throw new UsageError(NO_OUT);
        }
        new OutputFiles().reads("--study", StudyPage.results(study)).writes("--out", out).check();
        write(out, StudyPage.of(study));
    }

    private void write(Path out, byte[] html) throws IOException {
        AtomicFiles.write(out, file -> file.write(html));
        out().println("Page: " + out + " (" + Math.ceilDiv(html.length, 1 << 10) + " KiB)");
    }

    private void explainClip(SavedModel saved, Path out) throws IOException {
        clip.read(new OutputFiles()).writes("--out", out).check();
        Transcript words = clip.words(); // its warnings come with those of the table that ExplainedClip reads
        SavedModel.Language language = saved.language();
        if (language != null && words != null) {
            UsageError.requireWords(
                    language.model(), words.text(), OwnClipOptions.wordsOption(clip.transcript()));
        }
        write(out, new ExplainedClip(data, saved, words, clip.transcript(), clip.audio(), clip.openface()).page());
    }

    private void checkWhat() {
        if (clip.isGiven()) {
            if (out == null) {
                throw new UsageError(NO_OUT);
            }
            if (all || check || !ids.isEmpty() || !questions.isEmpty() || clip.hasTwoTexts()) {
                throw new UsageError(
                        "a clip (--audio, --openface, and --text or --transcript) is explained alone; leave"
                                + " --id, --all, --check and --what-if out");
            }
            return;
        }
        if (!ids.isEmpty() && all) {
            throw new UsageError("--id and --all: leave one of them out");
        }
        if (out == null && (all || !ids.isEmpty())) {
            throw new UsageError(NO_OUT);
        }
        if (out != null && ids.isEmpty() && !all) {
            throw new UsageError("which samples should the page explain? Give --id ID or --all");
        }
        if (out == null && !check && questions.isEmpty()) {
            throw new UsageError(
                    "what should be explained? Give --id ID or --all with --out FILE.html; --check; or --what-if"
                            + " QUESTION");
        }
        if (most < 1) {
            throw new UsageError("--most " + most + ": a number from 1 on is needed");
        }
    }

    /** The training curves of a run; empty for weights without a run. */
    private TrainingCurves curves() throws IOException {
        return source.runs().isEmpty()
                ? new TrainingCurves(new LinkedHashMap<>())
                : TrainingCurves.read(RunFolder.open(source.runs().getFirst()).metrics());
    }
}
