package org.almt.nn.checkpoint.bytes;

import java.util.List;
import java.util.function.IntFunction;
import org.almt.core.Shape;
import org.almt.nn.checkpoint.CheckpointException;

/** Checks sizes that a file claims, before memory is allocated for them. */
public final class TensorSizes {
    /** The limit of NumPy. */
    public static final int MAX_RANK = 64;

    /** The most elements of a tensor: the size of the largest Java array, minus room for its header. */
    public static final int MAX_ELEMENTS = Integer.MAX_VALUE - 16;

    private TensorSizes() {}

    /** The shape of the given axis sizes. */
    public static Shape shape(List<Long> sizes, Place place) throws CheckpointException {
        if (sizes.size() > MAX_RANK) {
            throw place.error("the shape has " + sizes.size() + " axes, expected at most " + MAX_RANK,
                    "store a tensor with fewer axes");
        }
        long count = 1; // the product over axes that are not empty, as Shape computes it
        int[] axes = new int[sizes.size()];
        for (int i = 0; i < axes.length; i++) {
            long size = sizes.get(i);
            if (size < 0) {
                throw place.damaged("the shape " + sizes + " has a negative size");
            }
            // Both factors are below 2^31, so the product cannot overflow.
            count = size > MAX_ELEMENTS ? Long.MAX_VALUE : count * Math.max(1, size);
            if (count > MAX_ELEMENTS) {
                throw place.error("the shape " + sizes + " has more than " + MAX_ELEMENTS
                        + " elements, the most that one tensor can hold", "split it along its first axis");
            }
            axes[i] = (int) size;
        }
        return Shape.of(axes);
    }

    /** A large array, or an error that tells which option gives the JVM more memory. */
    public static <T> T allocate(IntFunction<T> constructor, int count, int bytesEach, Place place)
            throws CheckpointException {
        try {
            return constructor.apply(count);
        } catch (OutOfMemoryError tooLarge) {
            throw CheckpointException.tooLarge(place.toString(), count, bytesEach);
        }
    }
}
