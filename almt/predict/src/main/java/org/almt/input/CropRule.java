package org.almt.input;

import java.util.function.IntPredicate;

/**
 * The rule by which the paper's experiments crop audio and vision to a number of frames. The crop starts at the first
 * frame that is not all zero, but early enough to be full.
 *
 * <p>Threads: safe for many at once.
 */
public final class CropRule {
    /** The number of frames that the paper used. */
    public static final int PAPER_FRAMES = 50;

    private CropRule() {}

    /**
     * The first frame of the crop: min(first frame that is not all zero, length - frames).
     *
     * @param length the number of frames; if it is at most {@code frames}, nothing is cropped and the result is 0
     *
     * @param frames the number of frames to keep
     *
     * @param isZero whether a frame is all zero; called for frames from 0 on, as far as needed
     */
    public static int start(int length, int frames, IntPredicate isZero) {
        int last = length - frames;
        int start = 0;
        while (start < last && isZero.test(start)) {
            start++;
        }
        return start;
    }

    /** Whether {@code count} numbers from {@code from} on are all zero, with either sign. */
    public static boolean isZero(float[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
