package org.almt;

/**
 * Thrown if a prediction is given up because of its {@link PredictionLimits}.
 *
 * <p>Threads: safe for many at once.
 */
public final class PredictionStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final int done;

    /** The reason for giving up. */
    public enum Reason {
        /** The time limit is reached. */
        TIME("its time is over"),
        /** The caller cancelled. */
        CANCELLED("it was cancelled"),
        /** The thread was interrupted; its flag is still set. */
        INTERRUPTED("the thread was interrupted");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    PredictionStoppedException(Reason reason, int done, int of) {
        super("predict: stopped after " + done + " of " + of + " samples, because " + reason.words);
        this.reason = reason;
        this.done = done;
    }

    /** The reason for giving up. */
    public Reason reason() {
        return reason;
    }

    /** The number of samples that had been predicted. */
    public int done() {
        return done;
    }
}
