package org.almt.spark;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.cli.cluster.ClusterOrder;
import org.apache.spark.SparkConf;

/**
 * Settings with common mistakes. They are set here if the user has not set them, and refused if they are known to fail.
 */
final class SparkSettings {
    /**
     * The setting of the time, in seconds, that a cell waits for a run folder that an executor still holds after it was
     * given up.
     */
    static final String PATIENCE = "spark.almt.patience";

    private static final String HEARTBEAT = "spark.executor.heartbeatInterval";
    private static final String HEARTBEATS = "spark.executor.heartbeat.maxFailures";
    private static final String TIMEOUT = "spark.network.timeout";
    private static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";
    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    private SparkSettings() {}

    /**
     * The configuration of a session.
     *
     * @param given the user's settings
     *
     * @throws IOException naming the setting that would fail, and the remedy
     */
    static SparkConf of(ClusterOrder order, SparkConf given) throws IOException {
        SparkConf conf = given.clone().setMaster(order.master());
        boolean study = order.work() == ClusterOrder.Work.STUDY;
        conf.setIfMissing("spark.app.name", study ? "almt study" : "almt predict");
        requireMaster(order.master());
        threads(order, conf);
        if (study) {
            study(conf);
        }
        conf.setIfMissing("spark.speculation", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.sql.adaptive.enabled", "false"); // its shuffles run before they are requested
        // 4,096 rows, the default, of 200 KB each are more than the memory of an executor.
        conf.setIfMissing("spark.sql.parquet.columnarReaderBatchSize", "64");
        conf.setIfMissing("spark.hadoop.parquet.block.size", Integer.toString(16 << 20));
        if (conf.getBoolean("spark.dynamicAllocation.enabled", false)
                && conf.getInt("spark.dynamicAllocation.minExecutors", 0) == 0) {
            // Otherwise there is a deadlock: executors start when there are tasks, and tasks are made when there are
            // executors.
            conf.setIfMissing("spark.dynamicAllocation.initialExecutors", "1");
        }
        collector(conf);
        local(order.master(), conf);
        return conf;
    }

    private static void requireMaster(String master) throws IOException {
        if (!master.matches("local|local\\[[^]]+]|local-cluster\\[.*]|spark://.+|k8s://.+|yarn")
                || master.startsWith("local-cluster") && !LOCAL_CLUSTER.matcher(master).matches()) {
            throw new IOException("'" + master + "' is not a cluster; expected spark://HOST:7077, k8s://ADDRESS, yarn,"
                    + " local-cluster[EXECUTORS,CORES,MEGABYTES] or local[CORES]");
        }
    }

    private static void threads(ClusterOrder order, SparkConf conf) throws IOException {
        String threads = Integer.toString(order.threads());
        if (!conf.get("spark.task.cpus", threads).equals(threads)) {
            throw new IOException("spark.task.cpus is " + conf.get("spark.task.cpus") + ", but a task computes with "
                    + threads + (order.threads() == 1 ? " thread" : " threads") + "; leave spark.task.cpus out, since"
                    + " the number of threads determines it");
        }
        conf.set("spark.task.cpus", threads);
        Matcher local = LOCAL_CLUSTER.matcher(order.master());
        int cores = local.matches() ? Integer.parseInt(local.group(2)) : conf.getInt("spark.executor.cores", 0);
        if (cores > 0 && cores < order.threads()) {
            throw new IOException("a task of " + threads + " threads fits no executor of " + cores
                    + (cores == 1 ? " core" : " cores") + "; give executors more cores, or tasks fewer threads");
        }
    }

    private static void study(SparkConf conf) throws IOException {
        if (conf.getBoolean("spark.speculation", false)) {
            throw new IOException("spark.speculation is on, so two executors would train one cell in one folder; turn"
                    + " it off");
        }
        // Only lost executors count as failures. A cell that fails by itself is a result, and its state is on the
        // shared disk.
        conf.setIfMissing("spark.task.maxFailures", "10");
        conf.setIfMissing(PATIENCE, "300s");
        conf.setIfMissing(HEARTBEAT, "10s");
        conf.setIfMissing(HEARTBEATS, "6");
        conf.setIfMissing(TIMEOUT, "120s");
        long patience = patience(conf);
        long ends = conf.getTimeAsSeconds(HEARTBEAT, "10s") * conf.getInt(HEARTBEATS, 6);
        long givenUp = conf.getTimeAsSeconds(TIMEOUT, "120s");
        if (patience <= ends) {
            throw new IOException("an executor without a connection ends itself after " + ends + " s (" + HEARTBEAT
                    + " times "
                    + HEARTBEATS + "), but its cell waits " + patience + " s (" + PATIENCE + ") elsewhere; make the"
                    + " first shorter, or the second longer");
        }
        if (patience <= givenUp / 2) {
            throw new IOException(PATIENCE + " is " + patience + " s, less than half of " + TIMEOUT + ", " + givenUp
                    + " s; make it longer");
        }
    }

    /** The time that a cell waits for a run folder, in seconds. */
    static long patience(SparkConf conf) {
        return conf.getTimeAsSeconds(PATIENCE, "300s");
    }

    /** Chooses the garbage collector. Models make almost no garbage, tables some. The user's settings are kept. */
    private static void collector(SparkConf conf) {
        String options = conf.get(JAVA_OPTIONS, "");
        String all = options + " " + conf.get("spark.executor.defaultJavaOptions", "");
        if (!all.matches(".*-XX:\\+Use\\w*GC.*")) {
            conf.set(JAVA_OPTIONS, (options + " -XX:+UseParallelGC").strip());
        }
    }

    private static void local(String master, SparkConf conf) {
        if (master.startsWith("local")) {
            conf.setIfMissing("spark.ui.enabled", "false");
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        Matcher cluster = LOCAL_CLUSTER.matcher(master);
        if (cluster.matches()) {
            conf.setIfMissing("spark.executor.memory", cluster.group(3) + "m");
        }
        if (cluster.matches() || isHere(master)) {
            conf.setIfMissing("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"));
        }
    }

    private static boolean isHere(String master) {
        return master.startsWith("spark://") && HERE.contains(master.substring(8).replaceFirst(":\\d+$", ""));
    }

    /** The number of executors that a master of this machine starts; 0 for another master. */
    static int executors(String master) {
        Matcher local = LOCAL_CLUSTER.matcher(master);
        return local.matches() ? Integer.parseInt(local.group(1)) : 0;
    }
}
