package org.almt.nn.checkpoint.bytes;

import org.almt.nn.checkpoint.CheckpointException;
import org.jspecify.annotations.Nullable;

/** Rules for names that come from a file. {@link CheckpointException#quote} shows such names in messages. */
public final class TensorNames {
    /**
     * The longest accepted tensor or member name, in UTF-16 units; the longest of the reference implementation has 76.
     */
    public static final int MAX_LENGTH = 1024;

    private TensorNames() {}

    /** What is wrong with a tensor's name, or null. */
    public static @Nullable String problem(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return "the name " + CheckpointException.quote(name) + " has " + name.length()
                    + " characters, expected 1 to " + MAX_LENGTH;
        }
        if (!isText(name) || name.chars().anyMatch(Character::isISOControl)) {
            return "the name " + CheckpointException.quote(name)
                    + " holds a control character or half a surrogate pair";
        }
        return null;
    }

    /** Whether UTF-8 can encode it: every surrogate is part of a pair. */
    public static boolean isText(String words) {
        // Each pair is one code point. Code points in the range of surrogates therefore have no partner.
        return words.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
