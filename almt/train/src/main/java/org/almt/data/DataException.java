package org.almt.data;

import java.io.IOException;
import java.util.Optional;
import org.almt.failure.Remediable;
import org.almt.failure.Remedy;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a data set cannot be used as requested. The message states the problem, the place, what was expected and a
 * remedy.
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
     * @param remedy the remedy for the caller
     */
    public DataException(String message, Remedy remedy) {
        super(message);
        this.remedy = remedy;
    }

    /**
     * Creates the exception.
     *
     * @param message one sentence
     * @param cause the cause, whose remedy is also that of this exception
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
