package org.almt.nn.checkpoint;

import org.almt.core.Shape;

/**
 * What a file states about one of its tensors.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param name the name
 * @param dtype the type of its elements in the file
 * @param shape the sizes of its axes
 */
public record TensorInfo(String name, DType dtype, Shape shape) {
    /** Bytes of the elements in the file. */
    public long bytes() {
        return (long) shape.count() * dtype.bytes();
    }

    /** For example {@code 'h_hyper' F32 [1,8,128]}. */
    @Override
    public String toString() {
        return CheckpointException.quote(name) + " " + dtype + " " + shape;
    }
}
