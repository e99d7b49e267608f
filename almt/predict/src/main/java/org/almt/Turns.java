package org.almt;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who computes and who waits, in the order of arrival. As many callers have a turn at the same time as there are
 * permits. One that begins may take the sample of one that waits with it, which then needs no turn of its own.
 */
final class Turns {
    /** How often a caller that waits looks whether it is cancelled, in nanoseconds. */
    private static final long LOOK = 20_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    /** Empty while permits are left. */
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private int permits;

    Turns(int permits) {
        this.permits = permits;
    }

    private enum State {
        WAITS,
        /** Has a permit. */
        COMPUTES,
        /** Another caller computes its sample. */
        TAKEN,
        /** The other has done so. */
        ANSWERED,
        /** The other failed. */
        FAILED
    }

    /** One caller's turn, or its wait for another's. */
    static final class Turn {
        private final Thread thread = Thread.currentThread();
        private final @Nullable Sample sample;
        private final long asked = System.nanoTime();
        private long began;
        private long ended;
        private float value;
        /** Written under the lock, but for the last two, which are written by the caller that took the sample. */
        private volatile State state = State.WAITS;

        private Turn(@Nullable Sample sample) {
            this.sample = sample;
        }

        private boolean isUndecided() {
            State now = state;
            return now == State.WAITS || now == State.TAKEN;
        }

        /** Whether nobody else may take part. */
        boolean isAlone() {
            return sample == null;
        }

        /** Whether another caller has computed the value. */
        boolean isAnswered() {
            return state == State.ANSWERED;
        }

        /** Whether the caller that took the sample failed; this turn is over then, and another may be asked for. */
        boolean isFailed() {
            return state == State.FAILED;
        }

        Sample sample() {
            if (sample == null) {
                throw new IllegalStateException("turn: only those with a sample are taken");
            }
            return sample;
        }

        float value() {
            return value;
        }

        /** Nanoseconds from the question to the begin of the computation. */
        long waited() {
            return began - asked;
        }

        /** Nanoseconds of the computation. */
        long computed() {
            return ended - began;
        }

        void begin() {
            began = System.nanoTime();
        }

        void end(float found) {
            ended = System.nanoTime();
            value = found;
        }

        /** Ends the wait of a caller whose sample was taken. */
        void answer(float found, Turn of) {
            began = of.began;
            ended = of.ended;
            value = found;
            state = State.ANSWERED;
            LockSupport.unpark(thread);
        }

        /** Ends the wait without a value. */
        void fail() {
            state = State.FAILED;
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits until this caller has a permit, or another has answered or failed; an interrupt is kept for the caller.
     *
     * @param sample that another caller may take; null for other work
     * @param watch ends the wait; null to wait for as long as it takes
     */
    Turn enter(@Nullable Sample sample, PredictionLimits.@Nullable Watch watch) {
        Turn turn = new Turn(sample);
        if (!isFirst(turn)) {
            try {
                await(turn, watch);
            } catch (RuntimeException | Error e) {
                withdraw(turn);
                throw e;
            }
        }
        return turn;
    }

    private boolean isFirst(Turn turn) {
        lock.lock();
        try {
            if (permits > 0) {
                permits--;
                turn.state = State.COMPUTES;
                return true;
            }
            waiting.add(turn);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void await(Turn turn, PredictionLimits.@Nullable Watch watch) {
        boolean interrupted = false;
        while (turn.isUndecided()) {
            if (watch == null) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            } else {
                LockSupport.parkNanos(this, watch.pause(LOOK));
                if (turn.isUndecided()) {
                    watch.check();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void withdraw(Turn turn) {
        boolean computes;
        lock.lock();
        try {
            computes = turn.state == State.COMPUTES;
            if (!computes) {
                waiting.remove(turn); // if it is taken, its answer is dropped
            }
        } finally {
            lock.unlock();
        }
        if (computes) {
            leave();
        }
    }

    /**
     * The first caller that waits and has a sample, or null. The one that has begun computes it too, and must then
     * answer or fail.
     */
    @Nullable
    Turn take() {
        lock.lock();
        try {
            for (Iterator<Turn> all = waiting.iterator(); all.hasNext();) {
                Turn turn = all.next();
                if (turn.sample != null) {
                    all.remove();
                    turn.state = State.TAKEN;
                    return turn;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a turn: the caller that has waited longest has the next one. */
    void leave() {
        Turn next;
        lock.lock();
        try {
            next = waiting.poll();
            if (next == null) {
                permits++;
            } else {
                next.state = State.COMPUTES;
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            LockSupport.unpark(next.thread);
        }
    }
}
