package org.almt.spark;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.almt.cli.cluster.Cluster;
import org.almt.cli.cluster.ClusterOrder;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Two executors that are processes of their own, for all tests of one JVM: a master and workers in this process, as
 * {@code local-cluster} has them. What is lost is replaced.
 */
final class TestCluster {
    /** Cores of the cluster: each an executor of its own, or all in one where a measurement asks for it. */
    static final int CORES = 2;
    static final int EXECUTORS = Integer.getInteger("almt.executors", CORES);
    static final String MASTER = "local-cluster[" + EXECUTORS + "," + CORES / EXECUTORS + ","
            + Integer.getInteger("almt.megabytes", 1024) + "]";
    static final List<String> WORDS = Collections.synchronizedList(new ArrayList<>());

    private static Cluster.Connection connection;

    private TestCluster() {}

    /** Where executors find the classes under test, Spark's own apart. */
    static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> !each.isEmpty()).map(each -> new File(each).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    static SparkConf conf() {
        return new SparkConf().set("spark.executor.extraClassPath", classPath())
                .set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC")
                .set("spark.network.timeout", Integer.getInteger("almt.rows") == null ? "20s" : "600s")
                .set("spark.network.timeoutInterval", "5s")
                .set("spark.executor.heartbeatInterval", "2s")
                .set("spark.executor.heartbeat.maxFailures", "8").set(SparkSettings.PATIENCE,
                        Integer.getInteger("almt.rows") == null ? "60s" : "601s");
    }

    static ClusterOrder order(String master) {
        return new ClusterOrder(master, 1, ClusterOrder.Work.STUDY, WORDS::add, WORDS::add);
    }

    static synchronized Cluster.Connection connection() throws IOException {
        if (connection == null || session().sparkContext().isStopped()) {
            connection = SparkCluster.connect(order(MASTER), conf());
        }
        return connection;
    }

    static SparkSession session() {
        return SparkSession.active();
    }

    static JavaSparkContext spark() throws IOException {
        connection();
        return JavaSparkContext.fromSparkContext(session().sparkContext());
    }

    /** Something that all executors say, one line each. */
    static List<String> ofExecutors(org.apache.spark.api.java.function.Function<Integer, String> question)
            throws IOException {
        return spark().parallelize(Collections.nCopies(8 * EXECUTORS, 0), 8 * EXECUTORS).map(i -> {
            Thread.sleep(100);
            return question.call(i);
        }).distinct().collect().stream().sorted().toList();
    }

    /** The processes of executors. */
    static List<Long> processes() throws IOException {
        return ofExecutors(i -> Long.toString(ProcessHandle.current().pid())).stream().map(Long::valueOf).toList();
    }
}
