import org.jspecify.annotations.NullMarked;

/** JMH benchmarks of the engine and of ALMT, with their peers. */
@SuppressWarnings("requires-automatic") // JMH, EJML and netlib-java have no module descriptors
@NullMarked
module org.almt.bench {
    requires org.almt.train;
    requires org.almt.core;
    requires org.almt.features;
    requires org.almt.nn;
    requires java.management;
    requires jdk.incubator.vector;
    requires jmh.core;
    requires ejml.core;
    requires ejml.fdense;
    requires dev.ludovic.netlib.blas;
    requires static org.jspecify;
}
