package org.almt;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.almt.input.Modality;
import org.jspecify.annotations.Nullable;

/**
 * The features of one modality of a sample: rows of equal width, one after another.
 *
 * <p>{@link #of(float[][])} copies its rows. The other methods read the caller's memory without a copy: it must not
 * change until the last prediction with it has ended.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Features {
    private final FloatBuffer values;
    private final int length;
    private final int width;

    private Features(FloatBuffer values, int length, int width) {
        this.values = values;
        this.length = length;
        this.width = width;
    }

    /**
     * A copy of rows.
     *
     * @param rows [L][D]: tokens or frames, each with D features
     * @throws IllegalArgumentException if there is no row, rows have different widths, a row is null, or a number is
     *         NaN or infinite
     */
    public static Features of(float[][] rows) {
        return of("features", rows);
    }

    /**
     * Rows stored one after another in an array, which is not copied.
     *
     * @param values [L * D]
     * @param width D, the features of a row
     * @throws IllegalArgumentException if the array does not hold whole rows, or a number is NaN or infinite
     */
    public static Features of(float[] values, int width) {
        requireArray(values);
        return of(FloatBuffer.wrap(values), width);
    }

    /**
     * Rows stored between a buffer's position and its limit, on the heap or outside it. They are not copied. Position
     * and limit may change later.
     *
     * @param values [L * D]
     * @param width D, the features of a row
     * @throws IllegalArgumentException if the buffer does not hold whole rows, or a number is NaN or infinite
     */
    public static Features of(FloatBuffer values, int width) {
        return of("features", values, width);
    }

    /**
     * Like {@link #of(float[], int)}. Messages name the modality.
     *
     * @param values [L * D]
     * @param width D, the features of a row
     * @param modality the modality that has these features
     * @throws IllegalArgumentException as for {@link #of(float[], int)}
     */
    public static Features of(float[] values, int width, Modality modality) {
        requireArray(values);
        return of(FloatBuffer.wrap(values), width, modality);
    }

    /**
     * Like {@link #of(FloatBuffer, int)}. Messages name the modality.
     *
     * @param values [L * D]
     * @param width D, the features of a row
     * @param modality the modality that has these features
     * @throws IllegalArgumentException as for {@link #of(FloatBuffer, int)}
     */
    public static Features of(FloatBuffer values, int width, Modality modality) {
        if (modality == null) {
            throw new IllegalArgumentException("features: the modality is null; one of text, audio, vision is needed");
        }
        return of(modality.key(), values, width);
    }

    private static Features of(String what, FloatBuffer values, int width) {
        requireArray(values);
        FloatBuffer view = values.slice();
        if (width < 1 || !view.hasRemaining() || view.remaining() % width != 0) {
            throw new IllegalArgumentException(what + ": " + view.remaining() + " values are not whole rows of width "
                    + width + "; one row or more is needed");
        }
        for (int i = 0; i < view.remaining(); i++) {
            requireFinite(what, i / width, i % width, view.get(i));
        }
        return new Features(view, view.remaining() / width, width);
    }

    /** Rows of a modality that messages call {@code what}. */
    static Features of(String what, float[][] rows) {
        required(what, rows);
        if (rows.length == 0 || rows[0] != null && rows[0].length == 0) {
            throw new IllegalArgumentException("sample: " + what + " is empty; at least one row of features is"
                    + " needed (zeros where the modality is missing)");
        }
        required(what + " row 0", rows[0]);
        int width = rows[0].length;
        if ((long) rows.length * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("sample: " + what + " has " + rows.length + " rows of " + width
                    + " features, more than an array holds; cut it to what the model takes");
        }
        float[] values = new float[rows.length * width];
        for (int row = 0; row < rows.length; row++) {
            required(what + " row " + row, rows[row]);
            if (rows[row].length != width) {
                throw new IllegalArgumentException("sample: " + what + " row " + row + " has " + rows[row].length
                        + " features, row 0 has " + width + "; all rows need the same number");
            }
            for (int i = 0; i < width; i++) {
                requireFinite(what, row, i, rows[row][i]);
                values[row * width + i] = rows[row][i];
            }
        }
        return new Features(FloatBuffer.wrap(values), rows.length, width);
    }

    private static void requireArray(Object values) {
        if (values == null) {
            throw new IllegalArgumentException("features: the values are null; whole rows are needed");
        }
    }

    static void required(String what, Object rows) {
        if (rows == null) {
            throw new IllegalArgumentException("sample: " + what + " is null; rows of features are needed (zeros where"
                    + " the modality is missing)");
        }
    }

    private static void requireFinite(String what, int row, int feature, float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(
                    "sample: " + what + " row " + row + ", feature " + feature + " is " + value
                            + "; a finite number is needed");
        }
    }

    /** L, the number of rows. */
    public int length() {
        return length;
    }

    /** D, features of a row. */
    public int width() {
        return width;
    }

    /**
     * One feature of a row.
     *
     * @throws IndexOutOfBoundsException if there is no such row or feature
     */
    public float get(int row, int feature) {
        Objects.checkIndex(row, length);
        Objects.checkIndex(feature, width);
        return values.get(row * width + feature);
    }

    /**
     * Copies all values, row by row, into {@code target} from {@code at} on.
     *
     * @throws IndexOutOfBoundsException if the target has no room for them
     */
    public void copy(float[] target, int at) {
        values.get(0, target, at, size());
    }

    /**
     * Whether the values are on the heap. Memory outside the heap may belong to one thread, or be freed while it is
     * read.
     */
    boolean isOnHeap() {
        return !values.isDirect();
    }

    int size() {
        return length * width;
    }

    /** Whether a row is all zero. */
    boolean isZero(int row) {
        for (int i = 0; i < width; i++) {
            if (values.get(row * width + i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@code count} rows from {@code from} on, which share this memory. */
    Features rows(int from, int count) {
        return new Features(values.slice(from * width, count * width), count, width);
    }

    /** The largest magnitude. */
    float largest() {
        float largest = 0;
        for (int i = 0; i < size(); i++) {
            largest = Math.max(largest, Math.abs(values.get(i)));
        }
        return largest;
    }

    /** Whether both have the same values in rows of the same width. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Features features && features.width == width && features.values.equals(values);
    }

    @Override
    public int hashCode() {
        float[] copy = new float[size()];
        copy(copy, 0);
        return 31 * width + Arrays.hashCode(copy);
    }

    /** For example {@code 50 x 768}. */
    @Override
    public String toString() {
        return length + " x " + width;
    }
}
