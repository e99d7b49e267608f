package org.almt.data.pickle;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A NumPy array: type, shape, memory order, and either the place of its bytes in the file or, for object arrays, its
 * elements. The reader has checked that the bytes arrived and are as many as the shape needs.
 */
public final class NdArray implements PickleValue {
    /** NumPy's own limit on the number of dimensions. */
    private static final int MAX_RANK = 64;

    /** Elements of no bytes cost nothing in a file; more than this many are not believed. */
    private static final long MAX_EMPTY_ELEMENTS = 1L << 24;

    private boolean built;
    @SuppressWarnings("NullAway.Init") // by build(): the machine refuses a pickle with an array that is not built
    private NumpyType dtype;
    private long[] shape = {};
    private boolean fortran;
    private @Nullable Payload data;
    private @Nullable Sequence objects;

    /** An array that the pickle has created but not yet filled. */
    NdArray() {}

    boolean isBuilt() {
        return built;
    }

    /**
     * Fills the array; answers what is wrong, or null.
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
                return "an array whose shape is not made of non-negative integers";
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

    /** Product of the sizes, or -1 where it overflows. A zero anywhere makes it zero. */
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
     * Element type.
     *
     * @return the type
     */
    public NumpyType dtype() {
        return dtype;
    }

    /**
     * Shape; empty for a zero-dimensional array.
     *
     * @return a copy
     */
    public long[] shape() {
        return shape.clone();
    }

    /**
     * Number of dimensions.
     *
     * @return the number
     */
    public int rank() {
        return shape.length;
    }

    /**
     * Number of elements.
     *
     * @return the product of the sizes
     */
    public long count() {
        return product(shape);
    }

    /**
     * Whether the first index runs fastest in the file (Fortran order) instead of the last.
     *
     * @return true for Fortran order
     */
    public boolean isFortran() {
        return fortran;
    }

    /**
     * Where the bytes are.
     *
     * @return the place, or null for an object array
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
