package org.almt.nn.checkpoint;

import java.io.IOException;
import java.util.Objects;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;

/**
 * A tensor to be written. Its values are requested only when its turn comes, and released after. A file much larger
 * than the heap can thus be converted tensor by tensor.
 *
 * <p>Threads: many may use it while none changes it.
 */
public sealed interface TensorSource {
    /** Name, type and shape. They are known before the values. */
    TensorInfo info();

    /** A tensor, written as F32. */
    static TensorSource of(String name, Tensor tensor) {
        Checks.given("TensorSource.of", "name", name);
        Checks.given("TensorSource.of", "tensor", tensor);
        return lazy(name, tensor.shape(), () -> tensor);
    }

    /** A tensor that is made when it is written, as F32. */
    static TensorSource lazy(String name, Shape shape, Loader loader) {
        return new Floats(new TensorInfo(name, DType.F32, shape), Objects.requireNonNull(loader, "loader"));
    }

    /** A tensor of another file, read when it is written. It is written as F32, whatever its type was. */
    static TensorSource copy(String name, Checkpoint from, String theirName) throws CheckpointException {
        Checks.given("TensorSource.copy", "name", name);
        Checks.given("TensorSource.copy", "from", from);
        Checks.given("TensorSource.copy", "theirName", theirName);
        return lazy(name, from.info(theirName).shape(), () -> from.tensor(theirName));
    }

    /** Integers, such as a random generator's state, written as I64. */
    static TensorSource of(String name, long[] values, int... sizes) {
        Checks.given("TensorSource.of", "name", name);
        Checks.given("TensorSource.of", "values", values);
        Checks.given("TensorSource.of", "sizes", sizes);
        Shape shape = Shape.of(sizes);
        if (shape.count() != values.length) {
            throw new IllegalArgumentException("tensor source: " + values.length + " values do not fill " + shape);
        }
        return new Longs(new TensorInfo(name, DType.I64, shape), values);
    }

    /** An integer, such as an optimiser's step count, written as I64 of shape {@code []}. */
    static TensorSource of(String name, long value) {
        return of(name, new long[] {value});
    }

    /** Computes or reads the values of a tensor. */
    @FunctionalInterface
    interface Loader {
        /** The tensor. It must have the shape that was announced. */
        Tensor load() throws IOException;
    }

    /**
     * Floats.
     *
     * @param info what they are
     * @param loader what makes them
     */
    record Floats(TensorInfo info, Loader loader) implements TensorSource {}

    /**
     * Integers.
     *
     * @param info what they are
     * @param values the elements, not copied
     */
    record Longs(TensorInfo info, long[] values) implements TensorSource {}
}
