/** The ALMT model, its data, training, metrics and command line. */
module org.almt {
    requires transitive org.almt.core;
    requires transitive org.almt.nn;
    requires com.fasterxml.jackson.core;
    requires de.siegmar.fastcsv;
    requires info.picocli;

    exports org.almt;
    exports org.almt.baseline;
    exports org.almt.data;
    exports org.almt.data.corrupt;
    exports org.almt.data.pickle;
    exports org.almt.data.synthetic;
    exports org.almt.distill;
    exports org.almt.explain;
    exports org.almt.language;
    exports org.almt.metrics;
    exports org.almt.model;
    exports org.almt.model.variant;
    exports org.almt.stats;
    exports org.almt.study;
    exports org.almt.train;
    exports org.almt.weights;

    // picocli fills the fields that its annotations mark
    opens org.almt.cli to info.picocli;
}
