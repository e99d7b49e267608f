import org.jspecify.annotations.NullMarked;

/** Layers, initialisers, optimisers, schedules and checkpoints, built on {@code org.almt.core}. */
@SuppressWarnings("module") // modules that some packages are exported to are compiled later
@NullMarked
module org.almt.nn {
    requires transitive org.almt.core;
    requires static org.jspecify;

    exports org.almt.nn;
    exports org.almt.nn.bert;
    exports org.almt.nn.checkpoint;
    exports org.almt.nn.checkpoint.format;
    exports org.almt.nn.checkpoint.safetensors;
    exports org.almt.nn.data;
    exports org.almt.nn.layer;
    exports org.almt.nn.optim;
    exports org.almt.nn.text;
    exports org.almt.nn.json to
            org.almt;
    exports org.almt.nn.checkpoint.numpy to
            org.almt,
            org.almt.train,
            org.almt.cli;
    exports org.almt.nn.checkpoint.onnx to
            org.almt;
    exports org.almt.nn.checkpoint.tensorflow to
            org.almt;
    exports org.almt.nn.checkpoint.zip to
            org.almt;
}
