package org.almt.train;

/**
 * Asks a training loop to stop after the current batch; may be raised from any thread.
 *
 * <p>Threads: safe for many at once.
 */
public final class StopSignal {
    private volatile boolean raised;

    /** A signal that is not raised. */
    public StopSignal() {}

    /** Asks for the stop. */
    public void raise() {
        raised = true;
    }

    /** Whether the stop was asked for. */
    public boolean isRaised() {
        return raised;
    }
}
