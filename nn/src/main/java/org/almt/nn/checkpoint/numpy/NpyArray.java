package org.almt.nn.checkpoint.numpy;

import java.util.Objects;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.bytes.ElementReader;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorSizes;
import org.jspecify.annotations.Nullable;

/**
 * A NumPy array in memory, row-major. Its values are kept as {@code float[]} (from F32, F16, BF16), {@code double[]}
 * (F64), {@code long[]} (integers and booleans) or {@code String[]}. They are converted if another type is requested
 * that can represent them.
 */
public final class NpyArray {
    private static final Place MEMORY = new Place("array", "");

    private final Place place;
    private final @Nullable DType dtype;
    private final Shape shape;
    private final Object values;

    NpyArray(Place place, @Nullable DType dtype, Shape shape, Object values) {
        this.place = place;
        this.dtype = dtype;
        this.shape = shape;
        this.values = Objects.requireNonNull(values, "values");
    }

    /** A float32 array over {@code values}, which are not copied. Without sizes it is a scalar. */
    public static NpyArray of(float[] values, int... sizes) {
        return new NpyArray(MEMORY, DType.F32, filled(values.length, sizes), values);
    }

    /** A float64 array over {@code values}, which are not copied. Without sizes it is a scalar. */
    public static NpyArray of(double[] values, int... sizes) {
        return new NpyArray(MEMORY, DType.F64, filled(values.length, sizes), values);
    }

    /** An int64 array over {@code values}, which are not copied. Without sizes it is a scalar. */
    public static NpyArray of(long[] values, int... sizes) {
        return new NpyArray(MEMORY, DType.I64, filled(values.length, sizes), values);
    }

    /** An array of strings over {@code values}, which are not copied. Without sizes it is a scalar. */
    public static NpyArray of(String[] values, int... sizes) {
        return new NpyArray(MEMORY, null, filled(values.length, sizes), values);
    }

    /** A float32 array of a tensor's values, copied. */
    public static NpyArray of(Tensor tensor) {
        return of(tensor.toArray(), tensor.shape().toArray());
    }

    private static Shape filled(int length, int... sizes) {
        Shape shape = Shape.of(sizes);
        if (shape.count() != length) {
            throw new IllegalArgumentException("array: " + length + " values do not fill " + shape);
        }
        return shape;
    }

    /** The sizes of the axes. */
    public Shape shape() {
        return shape;
    }

    /** The type of the elements in the file; null for strings. */
    public @Nullable DType dtype() {
        return dtype;
    }

    /** Whether this is an array of strings. */
    public boolean isText() {
        return values instanceof String[];
    }

    /**
     * The values as floats, row-major: the array itself if it has this type, otherwise a copy. Doubles round to
     * nearest.
     *
     * @throws CheckpointException for strings, and if a finite value would become infinite or an integer would change
     */
    public float[] floats() throws CheckpointException {
        if (values instanceof float[] floats) {
            return floats;
        }
        float[] floats = TensorSizes.allocate(float[]::new, shape.count(), Float.BYTES, place);
        if (values instanceof double[] doubles) {
            for (int i = 0; i < floats.length; i++) {
                floats[i] = ElementReader.narrow(doubles[i], i, place);
            }
        } else if (values instanceof long[] longs) {
            for (int i = 0; i < floats.length; i++) {
                floats[i] = ElementReader.exact(longs[i], i, place);
            }
        } else {
            throw unlike("numbers");
        }
        return floats;
    }

    /**
     * The values as doubles, row-major: the array itself if it has this type, otherwise a copy.
     *
     * @throws CheckpointException for strings, and for integers that are not equal to any double
     */
    public double[] doubles() throws CheckpointException {
        if (values instanceof double[] doubles) {
            return doubles;
        }
        double[] doubles = TensorSizes.allocate(double[]::new, shape.count(), Double.BYTES, place);
        if (values instanceof float[] floats) {
            for (int i = 0; i < doubles.length; i++) {
                doubles[i] = floats[i];
            }
        } else if (values instanceof long[] longs) {
            for (int i = 0; i < doubles.length; i++) {
                doubles[i] = longs[i];
                if ((long) doubles[i] != longs[i] || doubles[i] == 0x1p63) {
                    throw place.error("element " + i + " is " + longs[i] + ", which no double equals",
                            "read it as integers");
                }
            }
        } else {
            throw unlike("numbers");
        }
        return doubles;
    }

    /**
     * The values as integers, row-major: the array itself.
     *
     * @throws CheckpointException for floats and strings
     */
    public long[] longs() throws CheckpointException {
        if (values instanceof long[] longs) {
            return longs;
        }
        throw unlike("integers");
    }

    /**
     * The values as strings, row-major: the array itself.
     *
     * @throws CheckpointException for numbers
     */
    public String[] strings() throws CheckpointException {
        if (values instanceof String[] strings) {
            return strings;
        }
        throw unlike("strings");
    }

    /** The values as a tensor. It shares the memory of {@link #floats}. */
    public Tensor tensor() throws CheckpointException {
        return Tensor.wrap(floats(), 0, shape);
    }

    private CheckpointException unlike(String wanted) {
        return place.error("holds " + kind() + " " + shape + ", expected " + wanted,
                "check that this is the right array");
    }

    private String kind() {
        return dtype == null ? "strings" : dtype.toString();
    }

    /** For example {@code F32 [4,16]}. */
    @Override
    public String toString() {
        return kind() + " " + shape;
    }
}
