package org.almt.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Environment variables of a contestant's JVM. Native libraries read them when they are loaded. {@code {threads}} is
 * replaced by the number of threads.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Environment {
    /** For example {@code OMP_NUM_THREADS={threads}}. */
    String[] value();
}
