import org.jspecify.annotations.NullMarked;

/** Computes sequences of features from a clip (WAV, OpenFace CSV, word times). */
@SuppressWarnings("module") // modules that org.almt.features.io is exported to are compiled later
@NullMarked
module org.almt.features {
    requires com.fasterxml.jackson.core;
    requires de.siegmar.fastcsv;
    requires static org.jspecify;

    exports org.almt.features;
    exports org.almt.features.audio;
    exports org.almt.features.face;
    exports org.almt.features.words;
    exports org.almt.features.signal;
    exports org.almt.features.wav;
    exports org.almt.features.io to
            org.almt.train,
            org.almt.study;
}
