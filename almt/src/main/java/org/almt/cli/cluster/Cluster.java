package org.almt.cli.cluster;

import java.io.IOException;
import java.util.ServiceLoader;
import org.almt.study.CellRunner;

/** A cluster of machines that commands can give work to. Its implementation is looked up on the class path. */
public interface Cluster {
    /**
     * Finds the implementation on the class path.
     *
     * @throws IOException if the class path has no implementation
     */
    static Cluster find() throws IOException {
        return ServiceLoader.load(Cluster.class, Cluster.class.getClassLoader()).findFirst()
                .orElseThrow(() -> new IOException("Spark is not on the class path of this program; start it with"
                        + " almt/bin/almt of the source tree, which downloads Spark and adds it"));
    }

    /**
     * Connects to the cluster, and checks that it can do the work.
     *
     * @param order the address of the cluster, and the work
     * @throws IOException with one sentence, if the cluster does not answer or cannot do the work
     */
    Connection connect(ClusterOrder order) throws IOException;

    /** A connection to a cluster that is ready to work. */
    interface Connection extends AutoCloseable {
        /**
         * Predicts all rows of a table.
         *
         * @return one line that summarises what was done
         * @throws IOException with one sentence; the output then does not exist, or is not marked as complete
         */
        String score(ScoringOrder order) throws IOException;

        /** Runs the cells of studies. */
        CellRunner cells();

        @Override
        void close();
    }
}
