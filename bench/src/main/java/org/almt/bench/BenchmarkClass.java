package org.almt.bench;

/** Reads the class behind a case without initialising it: a peer's static initialiser would load its native library. */
final class BenchmarkClass {
    private BenchmarkClass() {}

    static Class<?> of(Case some) {
        try {
            return Class.forName(some.className(), false, BenchmarkClass.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a benchmark without a class: " + some, e);
        }
    }
}
