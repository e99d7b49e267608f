package org.almt.data.column;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.NumpyType;
import org.almt.data.pickle.PayloadRead;
import org.almt.data.pickle.PickleValue;
import org.jspecify.annotations.Nullable;

/**
 * Turns the elements of one array into cells of its column while they are read. It converts types, counts invalid
 * values, replaces minus infinity in audio by 0, and changes Fortran order to C order.
 */
final class CellConverter implements PayloadRead.Sink {
    private final Key key;
    private final @Nullable NdArray array;
    private final Faults.Counter faults;
    private final CellStore store;
    private final ConversionBuffers scratch;
    private final @Nullable FortranOrder order;
    private long cell;

    /**
     * Starts with the first element.
     *
     * @param firstCell the index of the column's cell for that element
     */
    CellConverter(Key key, NdArray array, long firstCell, Faults.Counter faults, CellStore store,
            ConversionBuffers scratch) {
        this.key = key;
        this.array = array;
        this.cell = firstCell;
        this.faults = faults;
        this.store = store;
        this.scratch = scratch;
        this.order = array.isFortran() && array.rank() > 1 ? new FortranOrder(array.shape(), firstCell) : null;
    }

    @Override
    public void accept(byte[] bytes, int length) throws IOException {
        NumpyType type = Objects.requireNonNull(array, "listed scalars have no bytes").dtype();
        int count = length / type.itemSize();
        ByteBuffer source = ByteBuffer.wrap(bytes, 0, length).order(type.order());
        if (key.cells == Key.Cells.INT) {
            NumpyNumbers.toInts(type, source, scratch.ints, count);
        } else {
            NumpyNumbers.toFloats(type, source, scratch.floats, count);
        }
        if (order != null) {
            scatter(order, count);
        } else {
            put(count);
        }
    }

    /** Writes scalars that the pickle lists one by one. */
    static void scalars(
            Key key, List<PickleValue> listed, Faults.Counter faults, CellStore store, ConversionBuffers scratch)
            throws IOException {
        CellConverter converter = new CellConverter(key, faults, store, scratch);
        int filled = 0;
        for (PickleValue value : listed) {
            switch (value) {
                case PickleValue.Int number -> {
                    scratch.ints[filled] = NumpyNumbers.toInt(number.value());
                    scratch.floats[filled] = number.value();
                }
                case PickleValue.Real number -> {
                    scratch.ints[filled] = NumpyNumbers.toInt(number.value());
                    scratch.floats[filled] = (float) number.value();
                }
                default -> {
                    scratch.ints[filled] = ((PickleValue.Bool) value).value() ? 1 : 0;
                    scratch.floats[filled] = scratch.ints[filled];
                }
            }
            if (++filled == ConversionBuffers.CELLS) {
                converter.put(filled);
                filled = 0;
            }
        }
        converter.put(filled);
    }

    private CellConverter(Key key, Faults.Counter faults, CellStore store, ConversionBuffers scratch) {
        this.key = key;
        this.array = null;
        this.faults = faults;
        this.store = store;
        this.scratch = scratch;
        this.order = null;
    }

    private void put(int count) throws IOException {
        ByteBuffer cells;
        if (key.cells == Key.Cells.INT) {
            for (int i = 0; i < count; i++) {
                scratch.ints[i] = checked(scratch.ints[i], cell + i);
            }
            cells = scratch.intCells(count);
        } else {
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(scratch.floats[i])) {
                    scratch.floats[i] = checked(scratch.floats[i], cell + i);
                }
            }
            cells = scratch.floatCells(count);
        }
        store.write(4 * cell, cells);
        cell += count;
    }

    private void scatter(FortranOrder places, int count) throws IOException {
        MemorySegment target = store.randomAccess();
        for (int i = 0; i < count; i++) {
            long at = places.next();
            if (key.cells == Key.Cells.INT) {
                target.set(Column.INT, 4 * at, checked(scratch.ints[i], at));
            } else {
                target.set(Column.FLOAT, 4 * at, checked(scratch.floats[i], at));
            }
        }
    }

    private float checked(float value, long at) {
        if (Float.isFinite(value)) {
            return value;
        }
        if (key == Key.AUDIO && value == Float.NEGATIVE_INFINITY) {
            faults.silenced();
            return 0;
        }
        faults.bad(at);
        return value;
    }

    private int checked(int value, long at) {
        if (value != NumpyNumbers.NO_INT) {
            return value;
        }
        faults.bad(at);
        return 0;
    }

    /**
     * Iterates over the elements of an array with the first index fastest, and gives their positions with the last
     * index fastest.
     */
    private static final class FortranOrder {
        private final long[] shape;
        private final long[] strides;
        private final long[] index;
        private long at;

        FortranOrder(long[] shape, long first) {
            this.shape = shape;
            this.index = new long[shape.length];
            this.strides = new long[shape.length];
            long stride = 1;
            for (int d = shape.length - 1; d >= 0; d--) {
                strides[d] = stride;
                stride *= shape[d];
            }
            this.at = first;
        }

        long next() {
            long here = at;
            for (int d = 0; d < shape.length; d++) {
                at += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                at -= strides[d] * shape[d];
                index[d] = 0;
            }
            return here;
        }
    }
}
