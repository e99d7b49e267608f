import org.jspecify.annotations.NullMarked;

/** Training: data sets, metrics, the training loop, and runs in their folders. */
@SuppressWarnings("module") // modules that some packages are exported to are compiled later
@NullMarked
module org.almt.train {
    requires transitive org.almt;
    requires transitive org.almt.features;
    requires de.siegmar.fastcsv;
    requires static org.jspecify;

    exports org.almt.clips;
    exports org.almt.data;
    exports org.almt.data.corrupt;
    exports org.almt.failure;
    exports org.almt.metrics;
    exports org.almt.run;
    exports org.almt.train;
    exports org.almt.data.synthetic to
            org.almt.study,
            org.almt.cli;
    exports org.almt.clips.synthetic to
            org.almt.cli;
    exports org.almt.data.inspect to
            org.almt.cli;
    exports org.almt.pretrained to
            org.almt.cli;
    exports org.almt.train.rival to
            org.almt.bench;
}
