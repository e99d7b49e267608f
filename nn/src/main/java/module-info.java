import org.jspecify.annotations.NullMarked;

/** Layers, initialisers, optimisers, schedules and checkpoints on {@code org.almt.core}. */
@SuppressWarnings("module") // the module that org.almt.nn.json is exported to is compiled later
@NullMarked
module org.almt.nn {
    requires transitive org.almt.core;
    requires static org.jspecify;

    exports org.almt.nn;
    exports org.almt.nn.bert;
    exports org.almt.nn.checkpoint;
    exports org.almt.nn.checkpoint.format;
    exports org.almt.nn.checkpoint.numpy;
    exports org.almt.nn.checkpoint.onnx;
    exports org.almt.nn.checkpoint.safetensors;
    exports org.almt.nn.checkpoint.tensorflow;
    exports org.almt.nn.checkpoint.zip;
    exports org.almt.nn.data;
    exports org.almt.nn.json to
            org.almt;
    exports org.almt.nn.layer;
    exports org.almt.nn.optim;
    exports org.almt.nn.text;
}
