package org.almt.failure;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files or folders that cannot be used as asked; the message says what, where and what to do.
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

    /** The same with the failure that led to it. */
    public RemediableException(String message, Remedy remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    @Override
    public Optional<Remedy> remedy() {
        return Optional.of(remedy);
    }
}
