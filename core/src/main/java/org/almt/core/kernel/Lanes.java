package org.almt.core.kernel;

/**
 * Reductions over 16 virtual lanes, as many as the widest vector has floats: element i belongs to lane i mod 16, each
 * lane takes its elements in order, and at the end the lanes are added in a fixed tree. Narrower vectors hold the 16
 * lanes in two or four registers and round in the same order.
 *
 * <p>A maximum needs no such care: {@code Math.max} gives the same result in any order.
 *
 * <p>Threads: safe for many at once.
 */
public final class Lanes {
    /** Number of virtual lanes. */
    public static final int COUNT = 16;

    private Lanes() {}

    /** Sum of the 16 lanes: l with l+8, l with l+4, l with l+2, l with l+1. */
    public static float sum(float[] lanes) {
        float a = (lanes[0] + lanes[8]) + (lanes[4] + lanes[12]);
        float b = (lanes[1] + lanes[9]) + (lanes[5] + lanes[13]);
        float c = (lanes[2] + lanes[10]) + (lanes[6] + lanes[14]);
        float d = (lanes[3] + lanes[11]) + (lanes[7] + lanes[15]);
        return (a + c) + (b + d);
    }
}
