/**
 * Distillation: training a small model, the student, on the outputs of a large one, the teacher. This package has the
 * sizes of students, and the comparison of a student with its teacher.
 *
 * <p>Start with {@link org.almt.distill.Comparison}. The training itself is that of {@code org.almt.train}, with labels
 * mixed with the teacher's outputs.
 */
package org.almt.distill;
