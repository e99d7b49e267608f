package org.almt.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Samples that go through a model together: a batch, or a micro-batch of one.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param from the index of the first sample in the epoch's order
 * @param size the number of samples
 * @param first the index of the first sample in its batch, from 0; dropout masks depend on it
 * @param whole the number of samples of the batch
 */
public record BatchPart(int from, int size, int first, int whole) {
    /** A batch as a whole. */
    public static BatchPart batch(int from, int size) {
        return new BatchPart(from, size, 0, size);
    }

    /** The micro-batches of a batch: {@code most} samples each, except the last. */
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

    /** The weight of this part in the mean over the batch. */
    public float share() {
        return (float) size / whole;
    }
}
