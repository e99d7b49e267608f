/**
 * A small model that learns from a large one: which sizes a student has, and what it lost and won against its teacher.
 *
 * <p>Start with {@link org.almt.distill.Comparison}. The training itself is that of {@code org.almt.train} with labels
 * drawn towards the teacher's outputs.
 */
package org.almt.distill;
