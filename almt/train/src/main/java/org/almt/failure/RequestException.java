package org.almt.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown for an impossible request. The message states the reason and the remedy.
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

    /** A failure whose message contains the remedy, and its cause. */
    public RequestException(String message, Throwable cause) {
        super(message, cause);
        this.remedy = cause instanceof Remediable failure ? failure.remedy().orElse(null) : null;
    }

    @Override
    public Optional<Remedy> remedy() {
        return Optional.ofNullable(remedy);
    }
}
