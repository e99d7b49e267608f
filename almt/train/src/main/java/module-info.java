import org.jspecify.annotations.NullMarked;

/** Training: data sets, metrics, the training loop, and runs in their folders. */
@NullMarked
module org.almt.train {
    requires transitive org.almt;
    requires transitive org.almt.features;
    requires de.siegmar.fastcsv;
    requires static org.jspecify;

    exports org.almt.clips;
    exports org.almt.clips.synthetic;
    exports org.almt.data;
    exports org.almt.data.corrupt;
    exports org.almt.data.inspect;
    exports org.almt.data.language;
    exports org.almt.data.missing;
    exports org.almt.data.mmsa;
    exports org.almt.data.pickle;
    exports org.almt.data.synthetic;
    exports org.almt.failure;
    exports org.almt.metrics;
    exports org.almt.pretrained;
    exports org.almt.run;
    exports org.almt.train;
    exports org.almt.train.rival;
}
