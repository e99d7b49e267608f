import org.jspecify.annotations.NullMarked;

/** The command line. */
@NullMarked
module org.almt.cli {
    requires org.almt.study;
    requires info.picocli;

    // picocli fills the fields that its annotations mark
    opens org.almt.cli to
            info.picocli;
    opens org.almt.cli.command to
            info.picocli;
    opens org.almt.cli.option to
            info.picocli;
    requires static org.jspecify;

    // Apache Spark is not a module: its Cluster is found on the class path.
    uses org.almt.cli.cluster.Cluster;
}
