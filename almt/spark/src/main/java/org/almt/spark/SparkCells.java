package org.almt.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.almt.core.parallel.Workers;
import org.almt.study.CellResult;
import org.almt.study.CellRunner;
import org.almt.study.RunResult;
import org.almt.study.StudyCell;
import org.almt.train.StopSignal;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.Function2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Runs the cells of a study as tasks of Spark. The study's folder and the file of the data must be on storage that all
 * executors mount under the same path. If an executor is lost, another one resumes its cell from the last epoch. A cell
 * that fails by itself ends the study, as on one machine.
 *
 * <pre>{@code
 * new Studies(study, data, new SparkCells(spark, System.out::println)).begin(folder, listener, stop);
 * }</pre>
 */
public final class SparkCells implements CellRunner {
    private static final int LOOK_MILLIS = 200;
    /** Longer than the time of a batch and its checkpoint. */
    private static final int STOP_SECONDS = 120;
    /** The time after which shared storage shows a new file to other machines: that of NFS's attribute cache. */
    private static final int VISIBLE_SECONDS = 90;

    /** The time between two lines about all running cells. */
    private static final Duration EVERY = Duration.ofSeconds(20);

    private final JavaSparkContext spark;
    private final Consumer<String> say;
    private final Duration every;

    /**
     * Runs cells in a session.
     *
     * @param say receives lines about running cells
     */
    public SparkCells(JavaSparkContext spark, Consumer<String> say) {
        this(spark, say, EVERY);
    }

    /** The same with the time between lines, for tests. */
    SparkCells(JavaSparkContext spark, Consumer<String> say, Duration every) {
        this.spark = spark;
        this.say = say;
        this.every = every;
    }

    /** The work of one task, in the form that Spark sends to executors. */
    @FunctionalInterface
    private interface Work extends Function2<TaskContext, Iterator<CellTask>, CellTask.Outcome>, Serializable {}

    /** The end of a task, by the index of its cell. */
    private record Ended(int cell, CellTask.Outcome outcome) {}

    @Override
    public void run(List<StudyCell> cells, Path folder, Consumer<CellResult> done, StopSignal stop)
            throws IOException, InterruptedException {
        Path shared = folder.toAbsolutePath();
        try (SharedMark mark = SharedMark.in(shared)) {
            run(cells, shared, requireSeen(cells, mark), done, stop);
        }
    }

    /** Runs cells on machines that can read the files. */
    private void run(List<StudyCell> cells, Path shared, List<String> seen, Consumer<CellResult> done, StopSignal stop)
            throws IOException, InterruptedException {
        List<CellTask> tasks = new ArrayList<>();
        for (StudyCell cell : cells) {
            tasks.add(CellTask.of(cell));
        }
        String group = "cells-" + UUID.randomUUID();
        BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        CellsUnderWay underWay = new CellsUnderWay(group, cells, shared, say, every);
        spark.sc().addSparkListener(underWay);
        CompletableFuture<Void> job = submit(tasks, shared.toString(), seen, group, ended);
        try (StopBeforeSpark hook = new StopBeforeSpark(stop)) {
            IOException failure = follow(cells, shared, done, stop, job, ended, underWay);
            if (failure != null || stop.isRaised()) {
                spark.sc().cancelJobGroup(group, "the study is stopped");
                underWay.awaitNone(STOP_SECONDS);
            }
            hook.release();
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException e) {
            stop.raise();
            spark.sc().cancelJobGroup(group, "the study is interrupted");
            underWay.awaitNone(STOP_SECONDS);
            throw e;
        } finally {
            spark.sc().cancelJobGroup(group, "the study has ended");
            spark.sc().removeSparkListener(underWay);
        }
    }

    private CompletableFuture<Void> submit(
            List<CellTask> tasks, String folder, List<String> seen, String group, BlockingQueue<Ended> ended) {
        JavaRDD<CellTask> cells = spark.parallelize(tasks, tasks.size());
        Duration patience = Duration.ofSeconds(SparkSettings.patience(spark.getConf()));
        Work work = (task, iterator) -> {
            Workers.useThreads(task.cpus());
            return run(iterator.next(), folder, seen, patience, task);
        };
        List<Object> all = new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
        SparkContext context = spark.sc();
        CompletableFuture<Void> job = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                // Threads are not interrupted: an interrupt would close the file that a thread is writing.
                context.setJobGroup(group, "cells of a study", false);
                context.runJob(cells.rdd(), work, CollectionConverters.asScala(all).toSeq(),
                        (index, outcome) -> {
                            ended.add(new Ended((Integer) index, outcome));
                            return BoxedUnit.UNIT;
                        }, ClassTag$.MODULE$.apply(CellTask.Outcome.class));
                job.complete(null);
            } catch (Throwable e) {
                job.completeExceptionally(e);
            }
        }, "almt-cells");
        thread.setDaemon(true);
        thread.start();
        return job;
    }

    private static CellTask.Outcome run(
            CellTask task, String folder, List<String> seen, Duration patience, TaskContext context) {
        try {
            // this executor may have started after the check of all executors
            ExecutorMachine.here(seen).require(SparkCluster.JAVA_OF_STUDIES);
            return task.run(folder, patience, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not a failure of the cell: Spark repeats the task
        }
    }

    /** Receives results in the order of completion. Returns the first failure, or null. */
    private @Nullable IOException follow(
            List<StudyCell> cells, Path folder, Consumer<CellResult> done, StopSignal stop, CompletableFuture<Void> job,
            BlockingQueue<Ended> ended, CellsUnderWay underWay) throws InterruptedException {
        while (true) {
            boolean over = job.isDone();
            Ended next = ended.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (next != null) {
                IOException failure = next.outcome().failure();
                try {
                    if (next.outcome().finished()) {
                        StudyCell cell = cells.get(next.cell());
                        done.accept(new CellResult(cell, Optional.of(result(cell.folder(folder))),
                                next.outcome().wasThere()));
                    }
                } catch (IOException e) {
                    failure = e;
                }
                if (failure != null) {
                    return failure;
                }
            } else if (over) {
                return failure(job);
            }
            if (stop.isRaised()) {
                return null;
            }
            underWay.sayNowAndThen();
        }
    }

    private static @Nullable IOException failure(CompletableFuture<Void> job) {
        try {
            job.join();
            return null;
        } catch (CompletionException e) {
            return SparkFailures.of(e.getCause() == null ? e : e.getCause());
        }
    }

    private static RunResult result(Path run) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(VISIBLE_SECONDS);
        while (!Files.exists(run.resolve("summary.json")) && System.nanoTime() < until) {
            Thread.sleep(LOOK_MILLIS);
        }
        return RunResult.read(run);
    }

    /**
     * Checks, before hours of work, that executors share the folder. Returns the files that they must be able to read.
     */
    private List<String> requireSeen(List<StudyCell> cells, SharedMark mark) throws IOException {
        Set<String> files = new TreeSet<>();
        for (StudyCell cell : cells) {
            cell.data().path().ifPresent(file -> files.add(file.toAbsolutePath().toString()));
        }
        List<String> all = new ArrayList<>(files);
        all.add(mark.file());
        new Executors(spark).require(0, all);
        return all;
    }
}
