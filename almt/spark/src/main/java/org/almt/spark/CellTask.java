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
 * A cell of a study in a form that travels: the study as the JSON that its folder has, and where the data lie.
 *
 * @param study as JSON
 * @param variant name of a trained one
 * @param seed of the run
 * @param data the file; null for the embedded data set
 * @param repaired whether unusable values are repaired
 * @param cache where the file is converted to; null for the user's cache folder
 * @param recipe how features of clips are made, as JSON; null if it is the usual way
 * @param missing modalities that zeros stand for
 */
record CellTask(
        String study, String variant, long seed, @Nullable String data, boolean repaired, @Nullable String cache,
        @Nullable String recipe, List<Modality> missing) implements Serializable {
    private static final int LOOK_MILLIS = 200;
    /** Runs that this JVM writes to. Who tries the lock of such a file and closes it again would release it. */
    private static final Set<String> IN_THIS_JVM = ConcurrentHashMap.newKeySet();

    /**
     * How a cell ended.
     *
     * @param finished whether it has a result
     * @param wasThere whether it had been trained before
     * @param failure why it has none; null if it was stopped
     */
    record Outcome(boolean finished, boolean wasThere, @Nullable CellException failure) implements Serializable {}

    /**
     * A cell that can travel.
     *
     * @throws IOException when its data are in the memory of this JVM
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
     * Trains the cell. What goes wrong with it is an outcome: another executor would fail too, after as many hours.
     *
     * @param folder of the study
     * @param patience how long to wait while another executor, which was given up, holds the run
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
        } catch (IOException e) { // who holds the run so long has not been given up, and will hold it longer
            return new Outcome(false, false, new CellException(cell, e));
        } catch (OutOfMemoryError e) {
            return new Outcome(false, false, new CellException(cell, new IOException("an executor has too little memory"
                    + " for it (" + e.getMessage() + "); give executors more", e)));
        } finally {
            IN_THIS_JVM.remove(place);
        }
    }

    /** Waits until no earlier attempt of this JVM has the run; false if it is stopped. */
    private static boolean awaitOwn(String place, Duration patience, StopSignal stop) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (!IN_THIS_JVM.add(place)) {
                if (stop.isRaised()) {
                    return false;
                }
                if (System.nanoTime() > until) {
                    throw new IOException(place + " is in use: an earlier attempt at it has not ended");
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
