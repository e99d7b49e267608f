package org.almt.data.pickle;

import java.io.IOException;
import java.util.Objects;

/**
 * A read request for {@link PickleFile#stream}: which bytes, and the sink that receives them.
 *
 * @param payload which bytes
 * @param sink what receives them
 */
public record PayloadRead(Payload payload, Sink sink) {
    /** Checks that both are given. */
    public PayloadRead {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(sink, "sink");
    }

    /** Takes the bytes of an array piece by piece, in file order. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes the next piece. Every piece but the last is a multiple of 16 bytes long, so no element is ever cut.
         *
         * @param bytes holds the piece from index 0; valid during the call only
         * @param count its length
         * @throws IOException where the bytes cannot be used
         */
        void accept(byte[] bytes, int count) throws IOException;
    }
}
