package org.almt.input;

import java.util.function.IntPredicate;

/**
 * How the paper's experiments cut audio and vision to a number of frames: from the first frame on that is not all zero,
 * but early enough that the cut is full.
 *
 * <p>Threads: safe for many at once.
 */
public final class CropRule {
    /** The number of frames that the paper used. */
    public static final int PAPER_FRAMES = 50;

    private CropRule() {}

    /**
     * The first frame of the cut: min(first frame that is not all zero, length - frames).
     *
     * @param length how many frames there are; with no more than {@code frames} nothing is cut, and the answer is 0
     * @param frames how many remain
     * @param isZero whether a frame is all zero; asked for frames from 0 on, as many as needed
     */
    public static int start(int length, int frames, IntPredicate isZero) {
        int last = length - frames;
        int start = 0;
        while (start < last && isZero.test(start)) {
            start++;
        }
        return start;
    }

    /** Whether {@code count} numbers from {@code from} on are all zero, of either sign. */
    public static boolean isZero(float[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
