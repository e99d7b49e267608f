package org.almt.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a contestant that cannot use more than one thread. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OneThread {}
