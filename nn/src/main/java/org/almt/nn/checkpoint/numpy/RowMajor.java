package org.almt.nn.checkpoint.numpy;

import org.almt.core.Shape;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorSizes;

/** Converts arrays from Fortran order, in which the first index runs fastest, to row-major order. */
final class RowMajor {
    private RowMajor() {}

    /** A row-major copy of a {@code float[]}, {@code double[]}, {@code long[]} or {@code String[]}. */
    static Object fromFortran(Object values, Shape shape, Place place) throws CheckpointException {
        int n = shape.count();
        int[] source = positions(shape, place);
        if (values instanceof float[] from) {
            float[] to = TensorSizes.allocate(float[]::new, n, Float.BYTES, place);
            for (int i = 0; i < n; i++) {
                to[i] = from[source[i]];
            }
            return to;
        }
        if (values instanceof double[] from) {
            double[] to = TensorSizes.allocate(double[]::new, n, Double.BYTES, place);
            for (int i = 0; i < n; i++) {
                to[i] = from[source[i]];
            }
            return to;
        }
        if (values instanceof long[] from) {
            long[] to = TensorSizes.allocate(long[]::new, n, Long.BYTES, place);
            for (int i = 0; i < n; i++) {
                to[i] = from[source[i]];
            }
            return to;
        }
        String[] from = (String[]) values;
        String[] to = new String[n];
        for (int i = 0; i < n; i++) {
            to[i] = from[source[i]];
        }
        return to;
    }

    /** For each row-major position, the position in Fortran order: Σ indexₖ · (size₀ ⋯ sizeₖ₋₁). */
    private static int[] positions(Shape shape, Place place) throws CheckpointException {
        int[] positions = TensorSizes.allocate(int[]::new, shape.count(), Integer.BYTES, place);
        int rank = shape.rank();
        int[] index = new int[rank];
        int[] stride = new int[rank];
        for (int axis = 0, product = 1; axis < rank; axis++) {
            stride[axis] = product;
            product *= shape.size(axis);
        }
        int position = 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position;
            // Counts like an odometer, the last axis first.
            for (int axis = rank - 1; axis >= 0; axis--) {
                position += stride[axis];
                if (++index[axis] < shape.size(axis)) {
                    break;
                }
                position -= index[axis] * stride[axis];
                index[axis] = 0;
            }
        }
        return positions;
    }
}
