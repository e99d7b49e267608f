package org.almt.data.column;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.almt.data.DataException;
import org.almt.data.pickle.FixedText;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.NumpyType;
import org.almt.data.pickle.PayloadRead;

/** Collects the strings of a fixed-width NumPy array while the file is read. */
final class TextCollector implements PayloadRead.Sink {
    /** The longest string, in bytes of the file: a quarter of a million characters. */
    private static final int MAX_ITEM = 1 << 20;

    private final String place;
    private final NumpyType type;
    private final String[] texts;
    private final byte[] item;
    private final AtomicLong budget;
    private final int parts;
    private int filled;
    private int part;
    private int row;

    /**
     * Starts with the first row.
     *
     * @param place the file, split and key, for messages
     * @param parts the number of strings of the array that make a text, joined by {@code $_$}
     * @param budget the bytes that all strings of a data set may still take
     */
    TextCollector(String place, NdArray array, int parts, String[] texts, AtomicLong budget) throws DataException {
        this.parts = parts;
        this.place = place;
        this.type = array.dtype();
        this.texts = texts;
        this.budget = budget;
        if (type.itemSize() > MAX_ITEM) {
            throw new DataException(place + " holds strings of " + type.itemSize() + " bytes; at most " + MAX_ITEM
                    + " can be read");
        }
        this.item = new byte[type.itemSize()];
        if (item.length == 0) {
            java.util.Arrays.fill(texts, "");
        }
    }

    @Override
    public void accept(byte[] bytes, int count) throws DataException {
        for (int at = 0; at < count;) {
            int n = Math.min(count - at, item.length - filled);
            System.arraycopy(bytes, at, item, filled, n);
            at += n;
            filled += n;
            if (filled == item.length) {
                filled = 0;
                String text = type.isText() ? FixedText.decode(type, item, 0) : integer();
                if (text == null) {
                    throw new DataException(
                            place + " holds characters in row " + row + " that do not exist in Unicode");
                }
                charge(text.length(), budget, place);
                texts[row] = part == 0 ? text : texts[row] + "$_$" + text;
                part = (part + 1) % parts;
                row += part == 0 ? 1 : 0;
            }
        }
    }

    private String integer() {
        long value = NumpyNumbers.toLong(type, ByteBuffer.wrap(item).order(type.order()));
        return type.code() == 'u' ? Long.toUnsignedString(value) : Long.toString(value);
    }

    /** Returns the text, after checking that there is room for it. */
    static String charged(String text, AtomicLong budget, String place) throws DataException {
        charge(text.length(), budget, place);
        return text;
    }

    static void charge(long characters, AtomicLong budget, String place) throws DataException {
        if (budget.addAndGet(-(56L + 2L * characters)) < 0) {
            throw new DataException(place + " holds more text than any corpus of utterances, so it is not read");
        }
    }
}
