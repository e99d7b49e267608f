/** An application of named modules; the second line gives it vectors without a flag. */
module app {
    requires org.almt;
    requires jdk.incubator.vector;
}
