package org.almt.data.pickle;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A NumPy array: type, shape, memory order, and either the position of its bytes in the file or, for object arrays, its
 * elements. The reader has checked that all bytes exist and that their number fits the shape.
 */
public final class NdArray implements PickleValue {
    /** NumPy's own limit on the number of dimensions. */
    private static final int MAX_RANK = 64;

    /** The most elements of zero bytes that are accepted. They cost nothing in a file. */
    private static final long MAX_EMPTY_ELEMENTS = 1L << 24;

    private boolean built;
    @SuppressWarnings("NullAway.Init") // by build(): the machine refuses a pickle with an array that is not built
    private NumpyType dtype;
    private long[] shape = {};
    private boolean fortran;
    private @Nullable Payload data;
    private @Nullable Sequence objects;

    /** An array that the pickle has created but not filled yet. */
    NdArray() {}

    boolean isBuilt() {
        return built;
    }

    /**
     * Fills the array; returns the problem, or null.
     *
     * @param content a {@link Payload}, or a {@link PickleValue.Sequence} for objects
     */
    @Nullable
    String build(NumpyType type, List<PickleValue> sizes, boolean fortranOrder, PickleValue content) {
        if (sizes.size() > MAX_RANK) {
            return "an array of " + sizes.size() + " dimensions";
        }
        long[] dims = new long[sizes.size()];
        for (int i = 0; i < dims.length; i++) {
            if (!(sizes.get(i) instanceof Int size) || size.value() < 0) {
                return "an array whose shape has other values than non-negative integers";
            }
            dims[i] = size.value();
        }
        long count = product(dims);
        if (count < 0 || type.itemSize() > 0 && count > Long.MAX_VALUE / type.itemSize()) {
            return "an array of shape " + Arrays.toString(dims) + ", whose size overflows";
        }
        if (type.itemSize() == 0 && count > MAX_EMPTY_ELEMENTS) {
            return "an array of " + count + " elements of no bytes";
        }
        if (type.isObject() && content instanceof Sequence list) {
            if (list.size() != count) {
                return "an object array of shape " + Arrays.toString(dims) + " with " + list.size() + " objects";
            }
            objects = list;
        } else if (!type.isObject() && content instanceof Payload bytes) {
            if (bytes.length() != count * type.itemSize()) {
                return "an array of type " + type + " and shape " + Arrays.toString(dims) + " with " + bytes.length()
                        + " bytes instead of " + count * type.itemSize();
            }
            data = bytes.inFile();
        } else {
            return "an array of type " + type + " whose content is a " + content.kind();
        }
        built = true;
        dtype = type;
        shape = dims;
        fortran = fortranOrder;
        return null;
    }

    /** The product of the sizes, or -1 if it overflows. It is zero if any size is zero. */
    private static long product(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            if (size == 0) {
                return 0;
            }
        }
        for (long size : sizes) {
            if (product > Long.MAX_VALUE / size) {
                return -1;
            }
            product *= size;
        }
        return product;
    }

    /**
     * The element type.
     *
     * @return the type
     */
    public NumpyType dtype() {
        return dtype;
    }

    /**
     * The shape; empty for a zero-dimensional array.
     *
     * @return a copy
     */
    public long[] shape() {
        return shape.clone();
    }

    /**
     * The number of dimensions.
     *
     * @return the number
     */
    public int rank() {
        return shape.length;
    }

    /**
     * The number of elements.
     *
     * @return the product of the sizes
     */
    public long count() {
        return product(shape);
    }

    /**
     * Whether the array is in Fortran order: the first index runs fastest in the file, not the last.
     *
     * @return true for Fortran order
     */
    public boolean isFortran() {
        return fortran;
    }

    /**
     * The position of the bytes.
     *
     * @return the position, or null for an object array
     */
    public @Nullable Payload data() {
        return data;
    }

    /**
     * The elements of an object array, in C order.
     *
     * @return the elements, or null for any other array
     */
    public @Nullable Sequence objects() {
        return objects;
    }

    @Override
    public String kind() {
        return isBuilt() ? dtype + " array " + Arrays.toString(shape).replace(" ", "") : "array without content";
    }
}
