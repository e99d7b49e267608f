package org.almt.core.parallel;

/** Work cut into numbered bands that may run at the same time; see {@link Workers}. */
@FunctionalInterface
public interface Bands {
    /** Does one band of the work. */
    void run(int band);
}
