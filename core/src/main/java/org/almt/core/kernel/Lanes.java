package org.almt.core.kernel;

/**
 * Reductions over 16 virtual lanes. The widest vector has 16 floats. Element i belongs to lane i mod 16. Each lane adds
 * its elements in order. At the end the lanes are added in a fixed tree. Narrower vectors hold the 16 lanes in two or
 * four registers and round in the same order.
 *
 * <p>A maximum needs no fixed order: {@code Math.max} gives the same result in any order.
 *
 * <p>Threads: safe for many at once.
 */
public final class Lanes {
    /** Number of virtual lanes. */
    public static final int COUNT = 16;

    private Lanes() {}

    /** Sum of the 16 lanes: adds l and l+8, then l and l+4, then l and l+2, then l and l+1. */
    public static float sum(float[] lanes) {
        float a = (lanes[0] + lanes[8]) + (lanes[4] + lanes[12]);
        float b = (lanes[1] + lanes[9]) + (lanes[5] + lanes[13]);
        float c = (lanes[2] + lanes[10]) + (lanes[6] + lanes[14]);
        float d = (lanes[3] + lanes[11]) + (lanes[7] + lanes[15]);
        return (a + c) + (b + d);
    }
}
