package org.almt.cli.option;

import java.io.IOException;
import java.util.function.Consumer;
import org.almt.cli.cluster.Cluster;
import org.almt.cli.cluster.ClusterOrder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On which machines to work. */
public final class ClusterOptions {
    @Option(
            names = "--on",
            paramLabel = "MASTER",
            description = "Work on Apache Spark: spark://HOST:7077, k8s://ADDRESS, yarn, or on this machine:"
                    + " local-cluster[2,1,2048] (executors, cores, megabytes), local[2].")
    private @Nullable String master;

    /** Whether a cluster is named. */
    public boolean isGiven() {
        return master != null;
    }

    /**
     * Connects to the cluster that is named.
     *
     * @param threads of each task
     */
    public Cluster.Connection connect(
            int threads, ClusterOrder.Work work, Consumer<String> say, Consumer<String> warn) throws IOException {
        return Cluster.find().connect(new ClusterOrder(String.valueOf(master), threads, work, say, warn));
    }
}
