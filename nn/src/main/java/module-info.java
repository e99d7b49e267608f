/** Layers, initialisers, optimisers and checkpoints, on the engine. */
module org.almt.nn {
    requires transitive org.almt.core;
    requires com.fasterxml.jackson.core;

    exports org.almt.nn;
    exports org.almt.nn.init;
    exports org.almt.nn.optim;
}
