package org.almt.data.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes text of Python's pickles: UTF-8 in which one half of a surrogate pair may occur alone (surrogatepass). */
public final class PythonText {
    private PythonText() {}

    /** The text of bytes; null if they are not such text. */
    public static @Nullable String decode(byte... utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException malformed) {
            return withHalves(utf8);
        }
    }

    /** Decodes the parts between halves strictly. A half is ED, A0 to BF, and a continuation byte. */
    private static @Nullable String withHalves(byte... utf8) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int at = 0; at + 2 < utf8.length; at++) {
            if (utf8[at] == (byte) 0xed && (utf8[at + 1] & 0xe0) == 0xa0 && (utf8[at + 2] & 0xc0) == 0x80) {
                if (!append(text, utf8, from, at)) {
                    return null;
                }
                text.append((char) (0xd000 | (utf8[at + 1] & 0x3f) << 6 | utf8[at + 2] & 0x3f));
                at += 2;
                from = at + 1;
            }
        }
        return from > 0 && append(text, utf8, from, utf8.length) ? text.toString() : null;
    }

    private static boolean append(StringBuilder text, byte[] utf8, int from, int to) {
        try {
            text.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8, from, to - from)));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
