/** Layers, initialisers, optimisers and checkpoints, on the engine. */
module org.almt.nn {
    requires org.almt.core;
    requires com.fasterxml.jackson.core;
}
