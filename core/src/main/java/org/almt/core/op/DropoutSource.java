package org.almt.core.op;

/**
 * The source of randomness of {@link Ops#dropout dropout}: a seed, the current training step, and a number for each use
 * of dropout within the step. A mask is a function of these three and of the element's index. It depends neither on
 * threads nor on earlier computations, and a replayed {@link org.almt.core.Program} draws a new mask each step. An
 * element is dropped if its 24 random bits, read as an integer, are below p 2^24.
 *
 * <p>Call {@link #step} before each training step, and before tracing a program. It also numbers the uses from 0 again.
 * Every trace and every eager step of one computation thus gives its uses the same numbers.
 *
 * <p>Threads: one at a time.
 */
public final class DropoutSource {
    private final long seed;
    private long step;
    private int uses;

    /** A source at step 0. */
    public DropoutSource(long seed) {
        this.seed = seed;
    }

    /** Goes to a training step. */
    public void step(long toStep) {
        step = toStep;
        uses = 0;
    }

    /** The present training step. */
    public long step() {
        return step;
    }

    long seed() {
        return seed;
    }

    /** The number of the next use of dropout. */
    int nextUse() {
        return uses++;
    }
}
