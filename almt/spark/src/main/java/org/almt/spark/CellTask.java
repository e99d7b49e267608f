package org.almt.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.almt.clips.ClipRecipe;
import org.almt.input.Modality;
import org.almt.io.Json;
import org.almt.run.DataOrigin;
import org.almt.run.RunListener;
import org.almt.study.Arm;
import org.almt.study.CellException;
import org.almt.study.CellResult;
import org.almt.study.Study;
import org.almt.study.StudyCell;
import org.almt.study.StudyFile;
import org.almt.train.StopSignal;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskInterruptListener;
import org.jspecify.annotations.Nullable;

/**
 * A cell of a study in a serialisable form: the study as the JSON of its folder, and the path of the data.
 *
 * @param study the study as JSON
 *
 * @param variant the name of a trained variant
 *
 * @param seed the seed of the run
 *
 * @param data the file; null for the embedded data set
 *
 * @param repaired whether unusable values are repaired
 *
 * @param cache the folder for converted copies; null for the user's cache folder
 *
 * @param recipe the recipe of features of clips, as JSON; null for the default
 *
 * @param missing modalities that are replaced by zeros
 */
record CellTask(
        String study, String variant, long seed, @Nullable String data, boolean repaired, @Nullable String cache,
        @Nullable String recipe, List<Modality> missing) implements Serializable {
    private static final int LOOK_MILLIS = 200;
    /**
     * The runs that this JVM writes to. A thread that tried the lock of such a file and closed it would release the
     * lock.
     */
    private static final Set<String> IN_THIS_JVM = ConcurrentHashMap.newKeySet();

    /**
     * The outcome of a cell.
     *
     * @param finished whether it has a result
     *
     * @param wasThere whether it was already trained before
     *
     * @param failure the reason if it has no result; null if it was stopped
     */
    record Outcome(boolean finished, boolean wasThere, @Nullable CellException failure) implements Serializable {}

    /**
     * Makes the serialisable form of a cell.
     *
     * @throws IOException if its data are in the memory of this JVM
     */
    static CellTask of(StudyCell cell) throws IOException {
        String json = new String(Json.write(cell.study().toMap()), StandardCharsets.UTF_8);
        List<Modality> missing = List.copyOf(cell.missing());
        String variant = cell.variant().name();
        if (cell.data() instanceof DataOrigin.Embedded) {
            return new CellTask(json, variant, cell.seed(), null, false, null, null, missing);
        }
        if (cell.data() instanceof DataOrigin.FeatureFile file) {
            return new CellTask(json, variant, cell.seed(), file.file().toAbsolutePath().toString(), file.repaired(),
                    file.cache().map(folder -> folder.toAbsolutePath().toString()).orElse(null),
                    file.made().map(made -> new String(Json.write(made.toMap()), StandardCharsets.UTF_8)).orElse(null),
                    missing);
        }
        throw new IOException("a study of data in memory cannot run on other machines; write them to a file on storage"
                + " that all machines mount");
    }

    /** The cell. */
    StudyCell cell() throws IOException {
        Study read = StudyFile.of(Json.parse(study, "the study"));
        Arm arm = read.trained().stream().filter(each -> each.name().equals(variant)).findFirst().orElseThrow();
        Set<Modality> zeros = EnumSet.noneOf(Modality.class);
        zeros.addAll(missing);
        return new StudyCell(read, arm, seed, origin(), zeros);
    }

    private DataOrigin origin() throws IOException {
        return data == null
                ? DataOrigin.EMBEDDED
                : new DataOrigin.FeatureFile(Path.of(data), repaired, Optional.ofNullable(cache).map(Path::of),
                        recipe == null
                                ? Optional.empty()
                                : Optional.of(ClipRecipe.of(Json.parse(recipe, "the recipe"))));
    }

    /**
     * Trains the cell. A failure of it is an outcome, not an exception: another executor would fail too, after the same
     * number of hours.
     *
     * @param folder the folder of the study
     *
     * @param patience the time to wait while another executor, which was given up, holds the run
     */
    Outcome run(String folder, Duration patience, TaskContext task) throws IOException {
        StudyCell cell = cell();
        StopSignal stop = new StopSignal();
        task.addTaskInterruptListener((TaskInterruptListener) (context, reason) -> stop.raise());
        String place = cell.folder(Path.of(folder)).toString();
        try {
            if (!awaitOwn(place, patience, stop)) {
                return new Outcome(false, false, null);
            }
        } catch (IOException e) {
            return new Outcome(false, false, new CellException(cell, e));
        }
        try {
            cell.awaitFree(Path.of(folder), patience, stop);
            CellResult result = cell.run(Path.of(folder), RunListener.SILENT, stop);
            return new Outcome(result.run().isPresent(), result.wasThere(), null);
        } catch (CellException e) {
            return new Outcome(false, false, e);
        } catch (IOException e) { // a process that holds the run for so long was not given up, and will hold it longer
            return new Outcome(false, false, new CellException(cell, e));
        } catch (OutOfMemoryError e) {
            return new Outcome(false, false, new CellException(cell, new IOException("an executor has too little memory"
                    + " for it (" + e.getMessage() + "); give executors more", e)));
        } finally {
            IN_THIS_JVM.remove(place);
        }
    }

    /** Waits until no earlier attempt in this JVM holds the run; false if it is stopped. */
    private static boolean awaitOwn(String place, Duration patience, StopSignal stop) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (!IN_THIS_JVM.add(place)) {
                if (stop.isRaised()) {
                    return false;
                }
                if (System.nanoTime() > until) {
                    throw new IOException(place + " is in use: an earlier attempt to run it has not ended");
                }
                Thread.sleep(LOOK_MILLIS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
