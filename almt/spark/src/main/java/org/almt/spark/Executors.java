package org.almt.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.jdk.javaapi.CollectionConverters;

/** The executors of a session: waits for them, counts them, and checks that they can do the work. */
final class Executors {
    private static final String DRIVER = "driver";
    /** The time without an executor after which the user is asked to check the cluster. */
    private static final int WORD_EVERY_SECONDS = 30;
    /** The time to wait for further executors after the first, if their number is not known. */
    private static final int SETTLE_MILLIS = 2000;
    private static final int LOOK_MILLIS = 100;
    /** The time of a task of a check: long enough for the tasks to spread over all executors. */
    private static final int TASK_MILLIS = 60;

    private final JavaSparkContext spark;
    private final boolean here;

    Executors(JavaSparkContext spark) {
        this.spark = spark;
        here = spark.isLocal();
    }

    /** The number of tasks that run at the same time. */
    int slots() {
        return active().stream().mapToInt(ExecutorSummary::maxTasks).sum();
    }

    /** The number of executors. */
    int count() {
        return active().size();
    }

    private List<ExecutorSummary> active() {
        List<ExecutorSummary> all = new ArrayList<>();
        for (ExecutorSummary each : CollectionConverters.asJava(spark.sc().statusStore().executorList(true))) {
            if (each.id().equals(DRIVER) == here && each.isActive()) {
                all.add(each);
            }
        }
        return all;
    }

    /**
     * Waits for the first executor, and a short time for the others.
     *
     * @param expected the number of executors; 0 if it is not known
     *
     * @throws IOException if the cluster ends the application, or no task fits an executor
     */
    void await(int expected, Consumer<String> warn) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long changed = began;
        int words = 0;
        int before = 0;
        while (true) {
            int now = count();
            long waited = (System.nanoTime() - began) / 1_000_000_000;
            if (now != before) {
                before = now;
                changed = System.nanoTime();
            }
            boolean quiet = (System.nanoTime() - changed) / 1_000_000 > SETTLE_MILLIS;
            if (now > 0 && (here || now >= expected && expected > 0 || quiet && expected == 0
                    || waited > WORD_EVERY_SECONDS)) {
                break;
            }
            if (ShutdownHookManager.get().isShutdownInProgress()) {
                throw new IOException("stopped before an executor came");
            }
            if (spark.sc().isStopped()) {
                throw new IOException("the cluster ended the application before an executor started; the logs of its"
                        + " workers give the reason: check the Java there (spark.executorEnv.JAVA_HOME) and the"
                        + " memory");
            }
            if (now == 0 && waited / WORD_EVERY_SECONDS > words) {
                words++;
                warn.accept("no executor has started after " + waited + " s; the cluster may be busy, or have no worker"
                        + " with " + spark.getConf().get("spark.executor.memory", "1g") + " of memory free");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        if (slots() == 0) {
            throw new IOException("no executor has as many cores as a task has threads, "
                    + spark.getConf().get("spark.task.cpus", "1") + "; give executors more cores, or tasks fewer"
                    + " threads");
        }
    }

    /**
     * Checks that all executors can do the work.
     *
     * @param feature the oldest version of Java that it needs
     *
     * @param files the files that they must be able to read
     */
    void require(int feature, List<String> files) throws IOException {
        List<String> wanted = new ArrayList<>(files);
        int tasks = 4 * slots();
        TreeMap<String, ExecutorMachine> found = new TreeMap<>();
        try {
            spark.parallelize(Collections.nCopies(tasks, 0), tasks).map(i -> {
                Thread.sleep(TASK_MILLIS);
                return ExecutorMachine.here(wanted);
            }).collect().forEach(machine -> found.putIfAbsent(machine.executor(), machine));
        } catch (Exception e) { // Scala throws checked exceptions without declaring them
            throw SparkFailures.of(e);
        }
        for (ExecutorMachine machine : found.values()) {
            machine.require(feature);
        }
    }
}
