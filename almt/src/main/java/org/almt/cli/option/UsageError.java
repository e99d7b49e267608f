package org.almt.cli.option;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The command line asks for something that cannot be: exit code 2. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageError(@Nullable String message) {
        super(message);
    }

    /** Evaluates what the command line gave, turning a bad value's message into a usage error. */
    public static <T> T check(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            UsageError error = new UsageError(Remedies.message(e));
            error.initCause(e);
            throw error;
        }
    }
}
