package org.almt;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Conditions for giving up a prediction. They are checked before every few samples, and while a caller waits for its
 * turn.
 *
 * <p>Threads: safe for many at once.
 */
public final class PredictionLimits {
    private static final BooleanSupplier NEVER = () -> false;

    /** The longest time that a clock of nanoseconds can count: 292 years. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /** Null for no limit. */
    private final @Nullable Duration time;
    private final BooleanSupplier cancelled;

    private PredictionLimits(@Nullable Duration time, BooleanSupplier cancelled) {
        this.time = time;
        this.cancelled = cancelled;
    }

    /**
     * A limit of time, counted from each call.
     *
     * @throws IllegalArgumentException if the time is null or negative
     */
    public static PredictionLimits within(Duration time) {
        if (time == null || time.isNegative()) {
            throw new IllegalArgumentException("limits: the time is " + time + "; null and negative times are not"
                    + " limits");
        }
        return new PredictionLimits(time, NEVER);
    }

    /**
     * Stops when {@code cancelled} returns true. It is called often, on the thread that predicts, and must be quick.
     */
    public static PredictionLimits until(BooleanSupplier cancelled) {
        return new PredictionLimits(null, required(cancelled));
    }

    /** These limits, with another condition to stop. */
    public PredictionLimits or(BooleanSupplier another) {
        BooleanSupplier added = required(another);
        return new PredictionLimits(time, () -> cancelled.getAsBoolean() || added.getAsBoolean());
    }

    private static BooleanSupplier required(BooleanSupplier cancelled) {
        if (cancelled == null) {
            throw new IllegalArgumentException("limits: the condition to stop is null");
        }
        return cancelled;
    }

    /** The clock of one call. */
    Watch start() {
        return new Watch(time == null || time.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : time.toNanos());
    }

    /** Checks the limits of one call. */
    final class Watch {
        private final long allowed;
        private final long began = System.nanoTime();
        private int done;
        private int all = 1;

        private Watch(long allowed) {
            this.allowed = allowed;
        }

        /** Nanoseconds left. */
        long left() {
            return allowed == Long.MAX_VALUE ? allowed : Math.max(0, allowed - (System.nanoTime() - began));
        }

        /** The time to wait before the next check: at most {@code look} if the call can be cancelled. */
        long pause(long look) {
            return cancelled == NEVER ? left() : Math.min(left(), look);
        }

        /** Throws if a limit is reached. */
        void check(int doneNow, int of) {
            done = doneNow;
            all = of;
            check();
        }

        /** The same check while a caller waits for its turn. */
        void check() {
            if (Thread.currentThread().isInterrupted()) {
                throw new PredictionStoppedException(PredictionStoppedException.Reason.INTERRUPTED, done, all);
            }
            if (cancelled.getAsBoolean()) {
                throw new PredictionStoppedException(PredictionStoppedException.Reason.CANCELLED, done, all);
            }
            if (left() == 0) {
                throw new PredictionStoppedException(PredictionStoppedException.Reason.TIME, done, all);
            }
        }
    }
}
