package org.almt.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.input.Modality;
import org.almt.model.Preset;
import org.almt.run.DataOrigin;
import org.almt.run.RunData;
import org.almt.run.RunFolder;
import org.almt.run.RunListener;
import org.almt.run.RunRequest;
import org.almt.run.Training;
import org.almt.saved.Architecture;
import org.almt.saved.SavedModel;
import org.almt.train.StopSignal;

/**
 * One run of a study: a variant with a seed. Cells do not depend on one another. So they may run on any machine that
 * can access the study's folder, in any order.
 *
 * @param study the study
 *
 * @param variant a variant of {@link Study#trained}
 *
 * @param seed the seed of the run
 *
 * @param data the data of the study
 *
 * @param missing modalities that are replaced by zeros
 */
public record StudyCell(Study study, Arm variant, long seed, DataOrigin data, Set<Modality> missing) {
    /** The request of the training. */
    public RunRequest request() {
        RunRequest request = RunRequest.on(data).set(study.settings(variant, seed))
                .corrupted(variant.corruptions(seed)).missing(missing);
        if (study.preset() != null) {
            request = request.preset(Preset.of(study.preset()));
        }
        return variant.model() == null ? request : request.model(Architecture.of(variant.model()));
    }

    /**
     * The run folder.
     *
     * @param study the folder of the study
     */
    public Path folder(Path study) {
        return StudyFolder.run(study, variant.name(), seed);
    }

    /**
     * Waits while another process uses the run. This can be a process that a cluster has given up but that is still
     * alive.
     *
     * @param study the folder of the study
     *
     * @throws IOException if the time {@code patience} is over
     */
    public void awaitFree(Path study, Duration patience, StopSignal stop) throws IOException {
        RunFolder.awaitFree(folder(study), patience, stop);
    }

    /**
     * Trains and tests the run, as far as this is not done yet. An interrupted run is resumed.
     *
     * @param folder the folder of the study
     *
     * @param listener receives the progress of training
     *
     * @param stop the signal to stop, which any thread may raise; the run can then be resumed
     *
     * @return its result, which is empty if it was stopped
     * @throws CellException with the failure
     */
    public CellResult run(Path folder, RunListener listener, StopSignal stop) throws CellException {
        Path run = folder(folder);
        try {
            boolean wasThere = isFinished(run);
            if (!wasThere) {
                train(run, listener, stop);
            }
            if (!isFinished(run)) {
                return new CellResult(this, Optional.empty(), false);
            }
            RunResult result = RunResult.read(run);
            test(StudyFolder.tests(folder, variant.name(), seed), run, result, listener);
            return new CellResult(this, Optional.of(result), wasThere);
        } catch (IOException | RuntimeException e) {
            throw new CellException(this, e);
        }
    }

    private static boolean isBegun(Path run) {
        return Files.exists(run.resolve("config.json"));
    }

    private static boolean isFinished(Path run) throws IOException {
        return isBegun(run) && RunFolder.open(run).isFinished();
    }

    private void train(Path run, RunListener listener, StopSignal stop) throws IOException {
        if (isBegun(run)) {
            Training.resume(run, samples(listener), listener, stop);
        } else {
            RunFolder.removeUnbegun(run);
            Training.run(request(), run, listener, stop);
        }
    }

    private RunData samples(RunListener listener) {
        return new RunData(listener).at(data).withZerosFor(missing);
    }

    private void test(Path file, Path run, RunResult result, RunListener listener) throws IOException {
        if (study.testColumns(variant).isEmpty() || Files.exists(file)) {
            return;
        }
        SavedModel saved = SavedModel.ofRun(run);
        try (DataSet clean = samples(listener).openClean(saved, SplitName.TRAIN, SplitName.VALID, SplitName.TEST)) {
            new RunTests(study, variant, seed).make(saved, clean, result.ids()).write(file);
        }
    }
}
