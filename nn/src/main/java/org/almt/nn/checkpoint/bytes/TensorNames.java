package org.almt.nn.checkpoint.bytes;

import org.almt.nn.checkpoint.CheckpointException;
import org.jspecify.annotations.Nullable;

/** Names that a file chose: which are accepted. {@link CheckpointException#quote} shows them. */
public final class TensorNames {
    /** The longest accepted tensor or member name, in UTF-16 units; the reference's longest has 76. */
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

    /** Whether UTF-8 can hold it: no half of a surrogate pair stands alone. */
    public static boolean isText(String words) {
        // Pairs arrive as one code point each, so that what is left in the surrogates' range stands alone.
        return words.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
