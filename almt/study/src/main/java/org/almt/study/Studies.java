package org.almt.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.almt.data.DataSet;
import org.almt.failure.RequestException;
import org.almt.input.Modality;
import org.almt.run.DataOrigin;
import org.almt.run.RunRequest;
import org.almt.train.StopSignal;

/**
 * Runs whole studies. The command {@code almt study run} makes the same calls.
 *
 * @param study the study
 * @param data the source of the data
 * @param missing modalities that the data may lack; the model then reads zeros
 * @param runner the runner of the cells
 */
public record Studies(Study study, DataOrigin data, Set<Modality> missing, CellRunner runner) {
    /** A study on data that have all modalities of its variants. */
    public Studies(Study study, DataOrigin data, CellRunner runner) {
        this(study, data, Set.of(), runner);
    }

    /** Begins a study in a new or empty folder; see {@link #resume}. */
    public Optional<StudyResults> begin(Path folder, StudyListener listener, StopSignal stop)
            throws IOException, InterruptedException {
        return run(folder, false, listener, stop);
    }

    /**
     * Resumes a study. Finished cells are kept; the others are resumed or begun.
     *
     * @return the results, whose tables are in the folder; empty if it was stopped before the end
     * @throws IllegalArgumentException if a variant contradicts itself or the data
     * @throws IOException if the folder holds another study, or a cell fails
     */
    public Optional<StudyResults> resume(Path folder, StudyListener listener, StopSignal stop)
            throws IOException, InterruptedException {
        return run(folder, true, listener, stop);
    }

    private Optional<StudyResults> run(Path directory, boolean resume, StudyListener listener, StopSignal stop)
            throws IOException, InterruptedException {
        checkRequests();
        RunRequest first = cells().getFirst().request();
        String description;
        String sha256;
        try (DataSet whole = first.openData(listener)) {
            requireMeasurable(whole);
            description = whole.description();
            sha256 = whole.sha256();
        }
        try (StudyFolder folder = resume
                ? StudyFolder.resume(directory, study, sha256)
                : StudyFolder.create(directory, study, sha256)) {
            listener.fact("Data: " + description);
            listener.fact("Study folder: " + directory);
            if (folder.seedsLeftOut(study) > 0) {
                listener.seedsLeftOut(folder.seedsLeftOut(study));
            }
            Progress progress = new Progress(listener, cells().size());
            runner.run(cells(), directory, progress::add, stop);
            if (progress.done < progress.total) {
                return Optional.empty();
            }
            StudyResults results = StudyResults.of(folder, study, description, first.preset().kind());
            ResultFiles.write(folder, results);
            return Optional.of(results);
        }
    }

    private void requireMeasurable(DataSet whole) {
        try {
            study.requireMeasurable(whole);
        } catch (IllegalArgumentException e) {
            throw new RequestException(String.valueOf(e.getMessage()), e);
        }
    }

    /** All cells. All variants of a seed come before the next seed, so that early results are comparable. */
    public List<StudyCell> cells() {
        List<StudyCell> cells = new ArrayList<>();
        for (long seed : study.seeds()) {
            for (Arm variant : study.trained()) {
                cells.add(new StudyCell(study, variant, seed, data, missing));
            }
        }
        return cells;
    }

    /**
     * Checks the settings of every run.
     *
     * @throws RequestException naming the variant
     */
    public void checkRequests() {
        for (Arm variant : study.trained()) {
            try {
                new StudyCell(study, variant, study.seeds().getFirst(), data, missing).request().checked();
            } catch (IllegalArgumentException e) {
                throw new RequestException("variant " + variant.name() + ": " + e.getMessage(), e);
            }
        }
    }

    /** Counts finished cells. */
    private static final class Progress {
        private final StudyListener listener;
        private final int total;
        private int done;

        Progress(StudyListener listener, int total) {
            this.listener = listener;
            this.total = total;
        }

        synchronized void add(CellResult result) {
            done++;
            listener.cellDone(result, done, total);
        }
    }
}
