package org.almt.cli.cluster;

import java.util.function.Consumer;

/**
 * Work for a cluster, and the cluster's address.
 *
 * @param master the address of the cluster, such as {@code spark://host:7077}
 * @param threads the threads of each task
 * @param work the kind of work
 * @param say receives progress, line by line
 * @param warn receives warnings, one sentence each
 */
public record ClusterOrder(String master, int threads, Work work, Consumer<String> say, Consumer<String> warn) {
    /** The kind of work. */
    public enum Work {
        /** Many predictions by one model. */
        SCORING,
        /** Many trainings. */
        STUDY
    }
}
