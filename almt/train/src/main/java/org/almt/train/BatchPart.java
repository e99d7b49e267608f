package org.almt.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Some samples that go through a model together: a batch, or a part of one.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param from where the first of them is in the epoch's order
 * @param size how many they are
 * @param first the number of the first in its batch, from 0; dropout masks follow from it
 * @param whole samples of the batch
 */
public record BatchPart(int from, int size, int first, int whole) {
    /** A batch as a whole. */
    public static BatchPart batch(int from, int size) {
        return new BatchPart(from, size, 0, size);
    }

    /** The parts of a batch: of {@code most} samples each, but for the last. */
    public List<BatchPart> parts(int most) {
        if (size <= most) {
            return List.of(this);
        }
        List<BatchPart> parts = new ArrayList<>();
        for (int done = 0; done < size; done += most) {
            parts.add(new BatchPart(from + done, Math.min(most, size - done), first + done, whole));
        }
        return parts;
    }

    /** Its weight in the mean over the batch. */
    public float share() {
        return (float) size / whole;
    }
}
