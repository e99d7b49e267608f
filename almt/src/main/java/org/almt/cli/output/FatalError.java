package org.almt.cli.output;

/** Carries an error of the JVM to {@link Failures}. */
public final class FatalError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FatalError(Error error) {
        super(error);
    }
}
