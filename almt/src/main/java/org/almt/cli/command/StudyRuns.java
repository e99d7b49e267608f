package org.almt.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.almt.cli.option.Assignment;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.UsageError;
import org.almt.cli.output.Failures;
import org.almt.cli.output.RunSession;
import org.almt.cli.output.StopOnInterrupt;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.input.DatasetKind;
import org.almt.model.Preset;
import org.almt.run.RunFolder;
import org.almt.saved.Architecture;
import org.almt.saved.SavedModel;
import org.almt.study.Arm;
import org.almt.study.RunResult;
import org.almt.study.RunTests;
import org.almt.study.SampleTable;
import org.almt.study.Study;
import org.almt.study.StudyFolder;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;

/** The runs of a study: those that are not finished are trained, those that are not tested are tested. */
final class StudyRuns {
    private final Study study;
    private final DataOptions options;
    private final Preset presetOrNull;
    private final StopSignal stop = new StopSignal();

    StudyRuns(Study study, DataOptions options, Preset presetOrNull) {
        this.study = study;
        this.options = options;
        this.presetOrNull = presetOrNull;
    }

    /** Makes sure that every run could begin, as far as its settings go. */
    void check() {
        for (Arm variant : study.trained()) {
            try {
                newRun(variant, study.seeds().getFirst(), null);
            } catch (UsageError e) {
                UsageError named = new UsageError("variant " + variant.name() + ": " + e.getMessage());
                named.initCause(e);
                throw named;
            }
        }
    }

    /** The data with nothing done to them. */
    DataSet open() throws IOException {
        return newRun(study.variants().getFirst(), study.seeds().getFirst(), null).openClean();
    }

    /** How predictions are scored. */
    DatasetKind kind() {
        return newRun(study.variants().getFirst(), study.seeds().getFirst(), null).kind();
    }

    private NewRun newRun(Arm variant, long seed, Path directory) {
        Architecture architecture = variant.model() == null
                ? null
                : UsageError.check(() -> Architecture.of(variant.model()));
        List<Assignment> overrides = new ArrayList<>();
        study.settings(variant, seed).forEach((name, value) -> overrides.add(new Assignment(name, value.toString())));
        return new NewRun(options, new NewRun.Choices(
                architecture, presetOrNull, null, null, directory, overrides, null, variant.corruptions(seed), null));
    }

    /**
     * Does all that is to be done, some of it at the same time.
     *
     * @return false when it was stopped before the end
     * @throws IOException naming the variant and the seed that failed; the others have kept how far they came
     */
    boolean run(StudyFolder folder, int jobs, Consumer<String> say) throws IOException, InterruptedException {
        List<Arm> variants = study.trained();
        int total = variants.size() * study.seeds().size();
        AtomicInteger done = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try (StopOnInterrupt _ = new StopOnInterrupt(stop)) {
            List<Future<?>> futures = new ArrayList<>();
            // all variants of a seed before the next seed: an early look compares like with like
            for (long seed : study.seeds()) {
                for (Arm variant : variants) {
                    futures.add(pool.submit(() -> {
                        one(folder, variant, seed, line -> say.accept(String.format(
                                Locale.ROOT, "[%d/%d] %s, seed %d: %s", done.incrementAndGet(), total, variant.name(),
                                seed, line)));
                        return null;
                    }));
                }
            }
            await(futures);
        } finally {
            pool.shutdownNow();
            pool.close();
        }
        return done.get() == total;
    }

    /** Waits for all; when one fails the others stop, and the first failure is thrown. */
    private void await(List<Future<?>> futures) throws IOException, InterruptedException {
        Throwable failure = null;
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                stop.raise();
                failure = failure == null ? e.getCause() : failure;
            }
        }
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case IOException e -> throw e;
            default -> throw new IOException(failure);
        }
    }

    private void one(StudyFolder folder, Arm variant, long seed, Consumer<String> say) throws IOException {
        if (stop.isRaised()) {
            return;
        }
        Path directory = folder.run(variant.name(), seed);
        try {
            boolean kept = Files.exists(directory.resolve("config.json")) && RunFolder.open(directory).isFinished();
            if (!kept) {
                train(directory, variant, seed);
            }
            if (!RunFolder.open(directory).isFinished()) {
                return; // stopped
            }
            RunResult result = RunResult.read(directory);
            test(folder, variant, seed, result);
            say.accept(String.format(Locale.ROOT, "test MAE %.4f, best epoch %d, %.1f s%s", result.test().mae(),
                    result.bestEpoch(), result.seconds(), kept ? " (was there)" : ""));
        } catch (IOException | RuntimeException e) {
            throw new IOException("variant " + variant.name() + ", seed " + seed + ": " + Failures.sentence(e), e);
        }
    }

    private void train(Path directory, Arm variant, long seed) throws IOException {
        if (Files.exists(directory.resolve("config.json"))) {
            new ResumedRun(directory, options).run(new Silent());
        } else {
            RunFolder.removeUnbegun(directory);
            newRun(variant, seed, directory).run(new Silent());
        }
    }

    private void test(StudyFolder folder, Arm variant, long seed, RunResult result) throws IOException {
        Path file = folder.tests(variant.name(), seed);
        if (study.testColumns(variant).isEmpty() || Files.exists(file)) {
            return;
        }
        SavedModel saved = SavedModel.ofRun(folder.run(variant.name(), seed));
        try (DataSet clean = options.openCleanFor(saved, SplitName.TRAIN, SplitName.VALID, SplitName.TEST)) {
            SampleTable table = new RunTests(study, variant, seed).make(saved, clean, result.ids());
            table.write(file);
        }
    }

    /** Training that says nothing, and stops with the study. */
    private final class Silent implements RunSession {
        @Override
        public void say(String line) {}

        @Override
        public void train(RunFolder run, TrainerSource source) throws IOException {
            source.make(new TrainingListener() {}, stop).run();
        }

        @Override
        public void finishedBefore(RunFolder run) {}
    }
}
