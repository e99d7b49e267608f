package org.almt.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.almt.io.TableLines;
import org.almt.study.StudyCell;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.jdk.javaapi.CollectionConverters;

/** The progress of all running cells, read from the tables in their folders. */
final class CellsUnderWay extends SparkListener {
    private static final int LOOK_MILLIS = 100;

    private final String group;
    private final List<StudyCell> cells;
    private final Path folder;
    private final Consumer<String> say;
    private final Duration every;
    /** The index of the cell by the id of the task. */
    private final Map<Long, Integer> running = new HashMap<>();
    private final Set<Integer> stages = new HashSet<>();
    private long last = System.nanoTime();
    private String before = "";

    /**
     * The progress of a job.
     *
     * @param group the group of the job, whose tasks have the indices of the cells
     *
     * @param folder the folder of the study
     *
     * @param every the shortest time between two lines
     */
    CellsUnderWay(String group, List<StudyCell> cells, Path folder, Consumer<String> say, Duration every) {
        this.group = group;
        this.cells = cells;
        this.folder = folder;
        this.say = say;
        this.every = every;
    }

    @Override
    public void onJobStart(SparkListenerJobStart job) {
        if (group.equals(job.properties().getProperty("spark.jobGroup.id"))) {
            synchronized (running) {
                CollectionConverters.asJava(job.stageIds()).forEach(stage -> stages.add((Integer) stage));
            }
        }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
        synchronized (running) {
            if (stages.contains(start.stageId())) {
                running.put(start.taskInfo().taskId(), start.taskInfo().index());
            }
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        synchronized (running) {
            running.remove(end.taskInfo().taskId());
        }
    }

    /** Waits until no cell is running. */
    void awaitNone(int seconds) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            synchronized (running) {
                if (running.isEmpty()) {
                    return;
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Prints a line about all running cells, if enough time has passed and there is progress. */
    void sayNowAndThen() {
        if (System.nanoTime() - last < every.toNanos()) {
            return;
        }
        last = System.nanoTime();
        List<String> lines = new ArrayList<>();
        TreeSet<Integer> indexes;
        synchronized (running) {
            indexes = new TreeSet<>(running.values());
        }
        for (int index : indexes) {
            StudyCell cell = cells.get(index);
            lines.add(cell.variant().name() + " " + cell.seed() + " (epoch " + epochs(cell.folder(folder)) + ")");
        }
        String now = String.join(", ", lines);
        if (!now.equals(before) && !now.isEmpty()) {
            say.accept("running: " + now);
            before = now;
        }
    }

    /** The number of rows of the table of epochs. */
    private static long epochs(Path run) {
        try {
            return Math.max(0, TableLines.of(run.resolve("metrics.csv")).size() - 1);
        } catch (IOException none) {
            return 0; // the table does not exist before the first epoch
        }
    }
}
