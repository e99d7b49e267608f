package org.almt;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides which callers compute and which wait, in the order of arrival. As many callers have a turn at the same time
 * as there are permits. A caller that begins may take the sample of a waiting caller, which then needs no turn.
 */
final class Turns {
    /** The interval, in nanoseconds, at which a waiting caller checks whether it is cancelled. */
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
        /** The caller has a permit. */
        COMPUTES,
        /** Another caller computes the sample. */
        TAKEN,
        /** The other caller has computed it. */
        ANSWERED,
        /** The other caller failed. */
        FAILED
    }

    /** One caller's turn, or its wait for another caller's result. */
    static final class Turn {
        private final Thread thread = Thread.currentThread();
        private final @Nullable Sample sample;
        private final long asked = System.nanoTime();
        private long began;
        private long ended;
        private float value;
        /** Written under the lock. Exceptions are the last two states, which the caller that took the sample writes. */
        private volatile State state = State.WAITS;

        private Turn(@Nullable Sample sample) {
            this.sample = sample;
        }

        private boolean isUndecided() {
            State now = state;
            return now == State.WAITS || now == State.TAKEN;
        }

        /** Whether this turn is for work that cannot be combined with the samples of other callers. */
        boolean isAlone() {
            return sample == null;
        }

        /** Whether another caller has computed the value. */
        boolean isAnswered() {
            return state == State.ANSWERED;
        }

        /** Whether the caller that took the sample failed. This turn is then over, and another may be requested. */
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

        /** The nanoseconds from the request to the start of the computation. */
        long waited() {
            return began - asked;
        }

        /** The nanoseconds of the computation. */
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

        /** Gives the result to the caller whose sample was taken, and ends its wait. */
        void answer(float found, Turn of) {
            began = of.began;
            ended = of.ended;
            value = found;
            state = State.ANSWERED;
            LockSupport.unpark(thread);
        }

        /** Ends the wait without a result. */
        void fail() {
            state = State.FAILED;
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits until this caller has a permit, or until another caller has answered or failed. The interrupt flag is kept.
     *
     * @param sample the sample that another caller may take; null for other work
     * @param watch ends the wait; null to wait without a limit
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
                waiting.remove(turn); // if the sample was taken, its result is dropped
            }
        } finally {
            lock.unlock();
        }
        if (computes) {
            leave();
        }
    }

    /**
     * Takes the sample of the first waiting caller that has one; null if there is none. The caller of this method must
     * compute it, and then answer or fail.
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

    /** Ends a turn, and gives the next one to the caller that has waited longest. */
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
