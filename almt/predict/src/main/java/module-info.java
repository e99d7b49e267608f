import org.jspecify.annotations.NullMarked;

/**
 * Prediction: ALMT, the models that it is compared with, language models, saved runs, and the explanation of a sample.
 */
@SuppressWarnings("module") // the modules that org.almt.io is exported to do not exist yet when this one is compiled
@NullMarked
module org.almt {
    requires transitive org.almt.core;
    requires transitive org.almt.nn;
    requires static org.jspecify;

    exports org.almt;
    exports org.almt.explain;
    exports org.almt.input;
    exports org.almt.language;
    exports org.almt.model;
    exports org.almt.saved;
    exports org.almt.config to
            org.almt.train,
            org.almt.study,
            org.almt.cli;
    exports org.almt.io to
            org.almt.train,
            org.almt.study,
            org.almt.cli;
    exports org.almt.model.variant to
            org.almt.train,
            org.almt.study,
            org.almt.cli;
    exports org.almt.baseline to
            org.almt.train,
            org.almt.bench;
    exports org.almt.weights to
            org.almt.train,
            org.almt.cli;
}
