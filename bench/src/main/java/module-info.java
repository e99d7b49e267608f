/** JMH benchmarks of the engine and of ALMT, with their peers. JMH has no module descriptor: automatic, it may stay. */
@SuppressWarnings("requires-automatic")
module org.almt.bench {
    requires org.almt.core;
    requires jdk.incubator.vector;
    requires jmh.core;
    requires ejml.core;
    requires ejml.fdense;
}
