import org.jspecify.annotations.NullMarked;

/** JMH benchmarks of the engine and of ALMT, with their peers. What has no module descriptor may stay automatic. */
@SuppressWarnings("requires-automatic")
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
