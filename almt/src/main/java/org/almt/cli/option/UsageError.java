package org.almt.cli.option;

import java.util.function.Supplier;
import org.almt.language.LanguageModel;
import org.jspecify.annotations.Nullable;

/** Thrown for a command line that asks for something impossible: exit code 2. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageError(@Nullable String message) {
        super(message);
    }

    /** Refuses a sentence without a word. {@code name} is the option that gives it. */
    public static void requireWords(LanguageModel model, String text, String name) {
        check(() -> {
            model.requireWords(text, name);
            return text;
        });
    }

    /** Computes a value from the command line, and turns the exception for a bad value into a usage error. */
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
