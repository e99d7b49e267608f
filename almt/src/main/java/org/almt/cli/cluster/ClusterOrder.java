package org.almt.cli.cluster;

import java.util.function.Consumer;

/**
 * Where work is done.
 *
 * @param master address of the cluster, such as {@code spark://host:7077}
 * @param threads of each task
 * @param work what is to be done
 * @param say receives progress, line by line
 * @param warn receives sentences about what is doubtful
 */
public record ClusterOrder(String master, int threads, Work work, Consumer<String> say, Consumer<String> warn) {
    /** What is to be done. */
    public enum Work {
        /** Many predictions by one model. */
        SCORING,
        /** Many trainings. */
        STUDY
    }
}
