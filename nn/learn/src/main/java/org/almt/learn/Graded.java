package org.almt.learn;

/** The test of an exercise, which can also be graded by a hash. */
public interface Graded {
    /** What the learner's solution computes of fixed inputs. The exercise fixes the order of every rounding. */
    float[] answers();
}
