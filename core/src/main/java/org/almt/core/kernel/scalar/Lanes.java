package org.almt.core.kernel.scalar;

/**
 * Reductions over 16 virtual lanes, as many as the widest vector has floats: element i belongs to lane i mod 16, each
 * lane takes its elements in order, and at the end the lanes meet in a fixed tree. Narrower vectors hold the 16 lanes in
 * two or four registers and round in the same order.
 *
 * <p>A maximum needs no such care: {@code Math.max} gives the same result in any order.
 */
public final class Lanes {
    /** Number of virtual lanes. */
    public static final int COUNT = 16;

    private Lanes() {}

    /** Sum of the 16 lanes: l with l+8, l with l+4, l with l+2, l with l+1. Overwrites the lanes. */
    public static float sum(float[] lanes) {
        for (int half = COUNT / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] += lanes[l + half];
            }
        }
        return lanes[0];
    }
}
