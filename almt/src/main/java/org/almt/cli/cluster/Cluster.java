package org.almt.cli.cluster;

import java.io.IOException;
import java.util.ServiceLoader;
import org.almt.study.CellRunner;

/** Machines that share work. Commands find the one that lies beside them, on the class path. */
public interface Cluster {
    /**
     * The cluster's software that was started with the command.
     *
     * @throws IOException when there is none
     */
    static Cluster find() throws IOException {
        return ServiceLoader.load(Cluster.class, Cluster.class.getClassLoader()).findFirst()
                .orElseThrow(() -> new IOException("Spark is not on the class path of this program; start it with"
                        + " almt/bin/almt of the source tree, which fetches Spark and puts it there"));
    }

    /**
     * Connects, and makes sure that work can be done there.
     *
     * @param order where, and with what
     * @throws IOException with one sentence when nothing answers, or what answers cannot do the work
     */
    Connection connect(ClusterOrder order) throws IOException;

    /** A cluster that is ready to work. */
    interface Connection extends AutoCloseable {
        /**
         * Predicts all rows of a table.
         *
         * @return a line about what was done
         * @throws IOException with one sentence; the output is then not there, or not marked as whole
         */
        String score(ScoringOrder order) throws IOException;

        /** Runs the cells of studies. */
        CellRunner cells();

        @Override
        void close();
    }
}
