package org.almt.nn.checkpoint.bytes;

import com.fasterxml.jackson.core.JsonFactory;
import java.util.Objects;

/** The library that reads and writes JSON, which a class path may lack. */
public final class JsonLibrary {
    private JsonLibrary() {}

    /**
     * Makes sure that the library is there.
     *
     * @param what needs it, such as {@code safetensors}
     * @throws IllegalStateException if it is missing
     */
    public static void require(String what) {
        try {
            Objects.requireNonNull(JsonFactory.class);
        } catch (NoClassDefFoundError missing) {
            throw new IllegalStateException(
                    what + ": the library jackson-core is missing on the class path; add the jar"
                            + " of com.fasterxml.jackson.core:jackson-core",
                    missing);
        }
    }
}
