package org.almt.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.almt.Features;
import org.almt.input.Modality;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * The column of one modality in a table. It contains rows of features one after another, as an array or as the bytes of
 * floats, or as arrays of arrays. Bytes are copied at once. A file of arrays stores and reads each number separately,
 * which costs as much as a small model.
 */
final class FeatureColumn implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int ABSENT = -1;

    private final Modality modality;
    private final int ordinal;
    private final boolean sentence;
    private final boolean bytes;
    private final boolean nested;
    private final boolean doubles;
    /** Whether elements may be null, which the bulk copies below would read as 0. */
    private final boolean gaps;

    private FeatureColumn(Modality modality, int ordinal, DataType type) {
        this.modality = modality;
        this.ordinal = ordinal;
        sentence = type.equals(DataTypes.StringType);
        bytes = type.equals(DataTypes.BinaryType);
        DataType inner = type instanceof ArrayType array ? array.elementType() : type;
        nested = inner instanceof ArrayType;
        ArrayType last = nested ? (ArrayType) inner : type instanceof ArrayType array ? array : null;
        doubles = last != null && last.elementType().equals(DataTypes.DoubleType);
        gaps = last != null && last.containsNull();
    }

    /** An absent modality, which is replaced by zeros. */
    static FeatureColumn absent(Modality modality) {
        return new FeatureColumn(modality, ABSENT, DataTypes.NullType);
    }

    /**
     * The column with the name of a modality.
     *
     * @throws IOException if its type can hold neither features nor sentences
     */
    static FeatureColumn of(Modality modality, StructType table) throws IOException {
        int ordinal = table.fieldIndex(modality.key());
        DataType type = table.apply(ordinal).dataType();
        DataType element = type instanceof ArrayType array ? array.elementType() : DataTypes.NullType;
        element = element instanceof ArrayType array ? array.elementType() : element;
        boolean features = type.equals(DataTypes.BinaryType) || element.equals(DataTypes.FloatType)
                || element.equals(DataTypes.DoubleType);
        boolean sentence = modality == Modality.TEXT && type.equals(DataTypes.StringType);
        if (!features && !sentence) {
            throw new IOException("the column '" + modality.key() + "' is of type " + type.catalogString()
                    + "; array<float> is needed, rows of features one after another, array<array<float>>, or binary,"
                    + " the little-endian bytes of such floats"
                    + (modality == Modality.TEXT ? ", or string for sentences" : ""));
        }
        return new FeatureColumn(modality, ordinal, type);
    }

    /** Whether it contains sentences. */
    boolean isSentence() {
        return sentence;
    }

    /**
     * The sentence of a row.
     *
     * @throws IllegalArgumentException with the reason why it cannot be used
     */
    String sentence(InternalRow row) {
        requireThere(row);
        return row.getUTF8String(ordinal).toString();
    }

    /**
     * The features of a row.
     *
     * @param width the features of a token or frame that the model reads
     * @throws IllegalArgumentException with the reason why they cannot be used
     */
    Features features(InternalRow row, int width) {
        if (ordinal == ABSENT) {
            return Features.of(new float[width], width);
        }
        requireThere(row);
        try {
            return Features.of(values(row, width), width);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).replaceFirst("^(sample: )?features:?", modality.key()), e);
        }
    }

    private float[] values(InternalRow row, int width) {
        if (bytes) {
            return floats(row.getBinary(ordinal), width);
        }
        ArrayData array = row.getArray(ordinal);
        return nested ? joined(array, width) : flat(array, width);
    }

    private float[] floats(byte[] raw, int width) {
        if (raw.length == 0 || raw.length % (Float.BYTES * (long) width) != 0) {
            throw new IllegalArgumentException(modality.key() + " has " + raw.length + " bytes, but the model reads"
                    + " rows of " + width + " floats, " + Float.BYTES + " bytes each; whole rows are needed");
        }
        float[] floats = new float[raw.length / Float.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    private void requireThere(InternalRow row) {
        if (row.isNullAt(ordinal)) {
            throw new IllegalArgumentException(modality.key() + " is null; " + (sentence
                    ? "a sentence is needed"
                    : "rows of features are needed (zeros where the modality is missing)"));
        }
    }

    private float[] flat(ArrayData array, int width) {
        int size = array.numElements();
        if (size == 0 || size % width != 0) {
            throw new IllegalArgumentException(
                    modality.key() + " has " + size + " numbers, but the model reads rows of "
                            + width + "; whole rows are needed");
        }
        return numbers(array, "");
    }

    private float[] joined(ArrayData rows, int width) {
        int count = rows.numElements();
        if (count == 0) {
            throw new IllegalArgumentException(modality.key() + " is empty; at least one row of features is needed");
        }
        // all rows are checked before memory is allocated, so it is not more than the size of the row
        for (int i = 0; i < count; i++) {
            if (rows.isNullAt(i)) {
                throw new IllegalArgumentException(modality.key() + " row " + i + " is null; " + width
                        + " features are needed");
            }
            int there = rows.getArray(i).numElements();
            if (there != width) {
                throw new IllegalArgumentException(modality.key() + " row " + i + " has " + there
                        + " features, but the model reads " + width);
            }
        }
        float[] all = new float[Math.multiplyExact(count, width)];
        for (int i = 0; i < count; i++) {
            System.arraycopy(numbers(rows.getArray(i), " of row " + i), 0, all, i * width, width);
        }
        return all;
    }

    /** Whether any element is null. It reads the null bits of 64 elements at a time. */
    private static boolean mayHaveNulls(ArrayData array) {
        if (!(array instanceof UnsafeArrayData rows)) {
            return true;
        }
        long set = 0;
        int bytes = UnsafeArrayData.calculateHeaderPortionInBytes(rows.numElements());
        for (int at = Long.BYTES; at < bytes; at += Long.BYTES) { // the first long is the number of elements
            set |= Platform.getLong(rows.getBaseObject(), rows.getBaseOffset() + at);
        }
        return set != 0;
    }

    private float[] numbers(ArrayData array, String where) {
        int checked = gaps && mayHaveNulls(array) ? array.numElements() : 0;
        for (int i = 0; i < checked; i++) {
            if (array.isNullAt(i)) {
                throw new IllegalArgumentException(modality.key() + ": number " + i + where
                        + " is null; a finite number is needed");
            }
        }
        if (!doubles) {
            return array.toFloatArray();
        }
        double[] wide = array.toDoubleArray();
        float[] narrow = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            narrow[i] = (float) wide[i];
            if (Float.isInfinite(narrow[i]) && Double.isFinite(wide[i])) {
                throw new IllegalArgumentException(modality.key() + ": number " + i + where + " is " + wide[i]
                        + ", and the largest float is " + Float.MAX_VALUE + "; a number within this range is needed");
            }
        }
        return narrow;
    }
}
