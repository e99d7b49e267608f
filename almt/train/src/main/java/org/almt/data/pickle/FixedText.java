package org.almt.data.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes NumPy's fixed-width text: UTF-32 ({@code U}) or bytes ({@code S}), padded with zeros. */
public final class FixedText {
    private FixedText() {}

    /**
     * Decodes one element.
     *
     * @param type a text type
     * @param bytes the bytes of the element
     * @param from the index of the first byte
     * @return the text without the zeros at its end, or null if it is not valid text
     */
    public static @Nullable String decode(NumpyType type, byte[] bytes, int from) {
        if (type.code() == 'S') {
            int length = type.itemSize();
            while (length > 0 && bytes[from + length - 1] == 0) {
                length--;
            }
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        ByteBuffer points = ByteBuffer.wrap(bytes, from, type.itemSize()).order(type.order());
        int length = type.itemSize() / 4;
        while (length > 0 && points.getInt(from + 4 * (length - 1)) == 0) {
            length--;
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int point = points.getInt();
            if (!Character.isValidCodePoint(point)) {
                return null;
            }
            text.appendCodePoint(point);
        }
        return text.toString();
    }
}
