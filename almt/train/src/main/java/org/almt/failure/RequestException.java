package org.almt.failure;

import java.util.Optional;

/** Something was requested that cannot be; the message says why and what to do. */
public final class RequestException extends IllegalArgumentException implements Remediable {
    private static final long serialVersionUID = 1;

    private final Remedy nullableRemedy;

    /** A failure with one sentence as its message. */
    public RequestException(String message, Remedy remedy) {
        super(message);
        nullableRemedy = remedy;
    }

    /** A failure whose message says all, with what led to it. */
    public RequestException(String message, Throwable cause) {
        super(message, cause);
        nullableRemedy = cause instanceof Remediable failure ? failure.remedy().orElse(null) : null;
    }

    @Override
    public Optional<Remedy> remedy() {
        return Optional.ofNullable(nullableRemedy);
    }
}
