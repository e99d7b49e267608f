package org.almt.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something was requested that cannot be; the message says why and what to do.
 *
 * <p>Threads: safe for many at once.
 */
public final class RequestException extends IllegalArgumentException implements Remediable {
    private static final long serialVersionUID = 1;

    private final @Nullable Remedy remedy;

    /** A failure with one sentence as its message. */
    public RequestException(String message, Remedy remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** A failure whose message says all, with what led to it. */
    public RequestException(String message, Throwable cause) {
        super(message, cause);
        this.remedy = cause instanceof Remediable failure ? failure.remedy().orElse(null) : null;
    }

    @Override
    public Optional<Remedy> remedy() {
        return Optional.ofNullable(remedy);
    }
}
