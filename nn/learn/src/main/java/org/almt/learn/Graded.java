package org.almt.learn;

import org.almt.core.random.RandomStream;

/** The test of an exercise, which can also be graded by a hash. */
public interface Graded {
    /** The output of the learner's solution for fixed inputs. The exercise fixes the order of every rounding. */
    float[] answers();

    /** Inputs: numbers from -1 to 1 that follow from the seed. */
    static float[] random(int count, long seed) {
        RandomStream random = new RandomStream(seed, 0);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }
}
