package org.almt.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.almt.cli.cluster.Cluster;
import org.almt.cli.cluster.ClusterOrder;
import org.almt.cli.cluster.ScoringOrder;
import org.almt.study.CellRunner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Spark, as the commands use it. */
public final class SparkCluster implements Cluster {
    private static final int ANSWERS_WITHIN_MILLIS = 5000;
    /** Scoring runs where the library of predictions runs; training needs the Java that it is written in. */
    static final int JAVA_OF_SCORING = 17;
    static final int JAVA_OF_STUDIES = 25;

    /** Found by {@link java.util.ServiceLoader}. */
    public SparkCluster() {}

    @Override
    public Connection connect(ClusterOrder order) throws IOException {
        return connect(order, new SparkConf());
    }

    /** The same with other settings than those of system properties. */
    static Connection connect(ClusterOrder order, SparkConf given) throws IOException {
        SparkConf conf = SparkSettings.of(order, given);
        requireAnswer(order.master());
        SparkSession session;
        try {
            session = SparkSession.builder().config(conf).getOrCreate();
        } catch (Exception e) { // Scala throws checked ones without saying so
            throw SparkFailures.of(e);
        }
        session.sparkContext().setLogLevel("OFF"); // lost executors and failures are reported by us
        session.sparkContext().addSparkListener(new LostExecutors(order.warn()));
        Session connection = new Session(order, session);
        try {
            if (order.work() == ClusterOrder.Work.STUDY) {
                connection.awaitExecutors().require(JAVA_OF_STUDIES, List.of());
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Spark itself asks for a minute, and then says it in a page. */
    private static void requireAnswer(String master) throws IOException {
        if (!master.startsWith("spark://")) {
            return;
        }
        String reason = "";
        for (String one : master.substring("spark://".length()).split(",")) {
            URI address = address(one, master);
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), ANSWERS_WITHIN_MILLIS);
                return;
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        throw new IOException("no master answers at " + master + " (" + reason + "); start it, or correct the address");
    }

    private static URI address(String one, String master) throws IOException {
        try {
            URI address = new URI("spark://" + one);
            if (address.getHost() != null && address.getPort() >= 0) {
                return address;
            }
        } catch (URISyntaxException none) {
            // said below
        }
        throw new IOException("'" + master + "' names no master; expected spark://HOST:7077");
    }

    /** A session, and what the order said. */
    private record Session(ClusterOrder order, SparkSession session) implements Connection {
        /** Waits for executors. */
        Executors awaitExecutors() throws IOException {
            Executors executors = new Executors(JavaSparkContext.fromSparkContext(session.sparkContext()));
            try {
                executors.await(SparkSettings.executors(order.master()), order.warn());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for executors", e);
            }
            order.say().accept("Spark " + session.version() + " at " + order.master() + ": " + executors.count()
                    + (executors.count() == 1 ? " executor, " : " executors, ") + executors.slots()
                    + (executors.slots() == 1 ? " task at a time" : " tasks at a time")
                    + (order.threads() == 1 ? "" : ", each of " + order.threads() + " threads"));
            return executors;
        }

        @Override
        public String score(ScoringOrder scoring) throws IOException {
            try {
                ScoringJob job = new ScoringJob(session, order);
                job.check(scoring); // a mistake is reported before a busy cluster gives its first executor
                return job.run(scoring, awaitExecutors());
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw SparkFailures.of(e);
            }
        }

        @Override
        public CellRunner cells() {
            return new SparkCells(JavaSparkContext.fromSparkContext(session.sparkContext()), order.say());
        }

        @Override
        public void close() {
            session.stop();
        }
    }
}
