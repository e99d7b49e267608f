import org.jspecify.annotations.NullMarked;

/** Studies of many runs, statistics, explanations over whole splits, distilling, and pages that show them. */
@NullMarked
module org.almt.study {
    requires transitive org.almt.train;
    requires de.siegmar.fastcsv;
    requires static org.jspecify;

    exports org.almt.distill;
    exports org.almt.explain.check;
    exports org.almt.explain.split;
    exports org.almt.report;
    exports org.almt.stats;
    exports org.almt.study;
}
