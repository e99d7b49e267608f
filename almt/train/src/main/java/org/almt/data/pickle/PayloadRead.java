package org.almt.data.pickle;

import java.io.IOException;
import java.util.Objects;

/**
 * A read request for {@link PickleFile#stream}: the bytes, and the sink that receives them.
 *
 * @param payload the bytes
 *
 * @param sink the sink that receives them
 */
public record PayloadRead(Payload payload, Sink sink) {
    /** Checks that both are given. */
    public PayloadRead {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(sink, "sink");
    }

    /** Receives the bytes of an array piece by piece, in file order. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Receives the next piece. The length of every piece except the last is a multiple of 16 bytes, so no element
         * is cut.
         *
         * @param bytes the piece from index 0 on; valid during the call only
         *
         * @param count its length
         *
         * @throws IOException if the bytes cannot be used
         */
        void accept(byte[] bytes, int count) throws IOException;
    }
}
