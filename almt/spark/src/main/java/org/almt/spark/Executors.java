package org.almt.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.jdk.javaapi.CollectionConverters;

/** The executors of a session: waits for them, counts them, and looks whether they can do the work. */
final class Executors {
    private static final String DRIVER = "driver";
    /** After so long without one, the user is asked to look what the cluster has. */
    private static final int WORD_EVERY_SECONDS = 30;
    /** So long others may come after the first, where it is not known how many there will be. */
    private static final int SETTLE_MILLIS = 2000;
    private static final int LOOK_MILLIS = 100;
    /** Long enough for the tasks of a look to spread over all executors. */
    private static final int TASK_MILLIS = 60;

    private final JavaSparkContext spark;
    private final boolean here;

    Executors(JavaSparkContext spark) {
        this.spark = spark;
        here = spark.isLocal();
    }

    /** Tasks that run at the same time. */
    int slots() {
        return active().stream().mapToInt(ExecutorSummary::maxTasks).sum();
    }

    /** How many there are. */
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
     * Waits for the first executor, and a little for the others.
     *
     * @param expected how many will come; 0 if it is not known
     * @throws IOException when the cluster gives the application up, or no task fits an executor
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
            if (spark.sc().isStopped()) {
                throw new IOException("the cluster ended the application before an executor came; the logs of its"
                        + " workers say why: look for the Java there (spark.executorEnv.JAVA_HOME) and for memory");
            }
            if (now == 0 && waited / WORD_EVERY_SECONDS > words) {
                words++;
                warn.accept("no executor has come after " + waited + " s; the cluster may be busy, or have no worker"
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
     * Makes sure that all executors can do the work.
     *
     * @param feature the oldest Java that it needs
     * @param files that they must see
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
        } catch (Exception e) { // Scala throws checked ones without saying so
            throw SparkFailures.of(e);
        }
        for (ExecutorMachine machine : found.values()) {
            machine.require(feature);
        }
    }
}
