package org.almt.failure;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if files or folders cannot be used as requested. The message states the problem, the place and the remedy.
 *
 * <p>Threads: safe for many at once.
 */
public final class RemediableException extends IOException implements Remediable {
    private static final long serialVersionUID = 1;

    private final Remedy remedy;

    /** A failure with one sentence as its message. */
    public RemediableException(String message, Remedy remedy) {
        this(message, remedy, null);
    }

    /** A failure with one sentence as its message, and its cause. */
    public RemediableException(String message, Remedy remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    @Override
    public Optional<Remedy> remedy() {
        return Optional.of(remedy);
    }
}
