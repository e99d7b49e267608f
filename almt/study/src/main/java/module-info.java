import org.jspecify.annotations.NullMarked;

/** Studies of many runs, statistics, explanations over whole splits, distillation, and pages that show them. */
@SuppressWarnings("module") // modules that some packages are exported to are compiled later
@NullMarked
module org.almt.study {
    requires transitive org.almt.train;
    requires de.siegmar.fastcsv;
    requires static org.jspecify;

    exports org.almt.report;
    exports org.almt.stats;
    exports org.almt.study;
    exports org.almt.distill to
            org.almt.cli;
    exports org.almt.explain.check to
            org.almt.cli;
    exports org.almt.explain.split to
            org.almt.cli;
}
