package org.almt.cli.option;

import java.io.IOException;
import java.util.function.Consumer;
import org.almt.cli.cluster.Cluster;
import org.almt.cli.cluster.ClusterOrder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the machines to work on. */
public final class ClusterOptions {
    @Option(
            names = "--on",
            paramLabel = "MASTER",
            description = "Work on Apache Spark: spark://HOST:7077, k8s://ADDRESS or yarn; or on this machine:"
                    + " local-cluster[2,1,2048] (executors, cores, megabytes) or local[2]. --threads is then"
                    + " for one task (default: 1).")
    private @Nullable String master;

    /** Whether a cluster is named. */
    public boolean isGiven() {
        return master != null;
    }

    /**
     * Connects to the cluster that is named.
     *
     * @param threads the threads of each task
     */
    public Cluster.Connection connect(
            int threads, ClusterOrder.Work work, Consumer<String> say, Consumer<String> warn) throws IOException {
        return Cluster.find().connect(new ClusterOrder(String.valueOf(master), threads, work, say, warn));
    }
}
