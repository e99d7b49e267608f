package org.almt.train;

/**
 * Asks a training loop to stop after the current batch. Any thread may raise it.
 *
 * <p>Threads: safe for many at once.
 */
public final class StopSignal {
    private volatile boolean raised;

    /** A signal that is not raised. */
    public StopSignal() {}

    /** Requests the stop. */
    public void raise() {
        raised = true;
    }

    /** Whether the stop was requested. */
    public boolean isRaised() {
        return raised;
    }
}
