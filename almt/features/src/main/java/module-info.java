/** From a clip to sequences of features. */
module org.almt.features {
    exports org.almt.features;
    exports org.almt.features.audio;
    exports org.almt.features.signal;
    exports org.almt.features.wav;
}
