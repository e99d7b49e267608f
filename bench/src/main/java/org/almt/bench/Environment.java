package org.almt.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Environment variables of a contestant's JVM: native libraries read theirs when they are loaded. A value of {@code
 * {threads}} stands for the number of threads.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Environment {
    /** For example {@code OMP_NUM_THREADS={threads}}. */
    String[] value();
}
