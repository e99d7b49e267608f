package org.almt.nn.checkpoint;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.core.Tensor;

/**
 * A file of named tensors, open for reading. All formats share this view. Opening checks the structure of the file.
 * Elements are read when they are requested, directly into the caller's array. Memory is thus bounded by the request.
 * Implementations may be used by several threads at once.
 *
 * <p>Threads: safe for many at once.
 */
public interface Checkpoint extends Closeable {
    /** The file. */
    Path path();

    /** The tensors of the file, by name, in the order of the file. */
    Map<String, TensorInfo> tensors() throws CheckpointException;

    /**
     * Reads one tensor's elements, converted to float, into {@code target} from {@code at} on, row-major. Floats round
     * to nearest. Integers must convert exactly, and a finite value must not become infinite.
     *
     * @throws CheckpointException if there is no such tensor, or an element does not fit a float
     * @throws IndexOutOfBoundsException if {@code target} is too short
     */
    void read(String name, float[] target, int at) throws CheckpointException;

    /**
     * One tensor of an integer type, row-major.
     *
     * @throws CheckpointException if there is no such tensor, or its elements are no integers
     */
    long[] longs(String name) throws CheckpointException;

    @Override
    void close() throws CheckpointException;

    /**
     * What the file states about one tensor.
     *
     * @throws CheckpointException when there is no such tensor
     */
    default TensorInfo info(String name) throws CheckpointException {
        TensorInfo info = tensors().get(name);
        if (info == null) {
            throw new CheckpointException(path(), "holds no tensor " + CheckpointException.quote(name) + " among its "
                    + tensors().size(), "check the name, or whether this is the right file");
        }
        return info;
    }

    /** One tensor, converted to float as by {@link #read}. */
    default Tensor tensor(String name) throws CheckpointException {
        TensorInfo info = info(name);
        float[] values;
        try {
            values = new float[info.shape().count()];
        } catch (OutOfMemoryError tooLarge) {
            throw CheckpointException.tooLarge(
                    path() + ": " + CheckpointException.quote(name), info.shape().count(), Float.BYTES);
        }
        read(name, values, 0);
        return Tensor.wrap(values, 0, info.shape());
    }

    /** All tensors, converted to float as by {@link #read}, in the order of the file. */
    default Map<String, Tensor> readAll() throws CheckpointException {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (String name : tensors().keySet()) {
            all.put(name, tensor(name));
        }
        return all;
    }

    /** One number of an integer type, such as an optimiser's step count. */
    default long integer(String name) throws CheckpointException {
        TensorInfo info = info(name);
        if (info.shape().count() != 1) {
            throw new CheckpointException(path(), info + " has " + info.shape().count() + " elements, expected 1",
                    "check that the file is of the expected kind");
        }
        return longs(name)[0];
    }
}
