package org.almt.cli;

/** Carries an error of the JVM to {@link Failures}. */
final class FatalError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FatalError(Error error) {
        super(error);
    }
}
