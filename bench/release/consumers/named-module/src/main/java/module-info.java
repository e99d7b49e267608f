/** An application of named modules. The second line gives it vectors without a flag. */
module app {
    requires org.almt;
    requires jdk.incubator.vector;
}
