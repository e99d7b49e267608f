/** Layers, initialisers, optimisers and schedules on {@code org.almt.core}. */
module org.almt.nn {
  requires transitive org.almt.core;

  exports org.almt.nn;
  exports org.almt.nn.init;
  exports org.almt.nn.layer;
  exports org.almt.nn.optim;
}
