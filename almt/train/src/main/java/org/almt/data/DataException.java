package org.almt.data;

import java.io.IOException;
import java.util.Optional;
import org.almt.failure.Remediable;
import org.almt.failure.Remedy;
import org.jspecify.annotations.Nullable;

/**
 * A data set that cannot be used as asked; the message says what, where, what was expected and what to do.
 *
 * <p>Threads: safe for many at once.
 */
public final class DataException extends IOException implements Remediable {
    private static final long serialVersionUID = 1;

    private final @Nullable Remedy remedy;

    /**
     * Creates the exception.
     *
     * @param message one sentence
     */
    public DataException(String message) {
        this(message, (Throwable) null);
    }

    /**
     * Creates the exception.
     *
     * @param message one sentence
     * @param remedy what the caller can do
     */
    public DataException(String message, Remedy remedy) {
        super(message);
        this.remedy = remedy;
    }

    /**
     * Creates the exception.
     *
     * @param message one sentence
     * @param cause what led to it; its remedy is this one's too
     */
    public DataException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = cause instanceof Remediable failure ? failure.remedy().orElse(null) : null;
    }

    @Override
    public Optional<Remedy> remedy() {
        return Optional.ofNullable(remedy);
    }
}
