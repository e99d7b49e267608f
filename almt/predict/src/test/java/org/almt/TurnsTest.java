package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The order of callers, and what becomes of those whose sample another takes. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TurnsTest {
    private final Turns turns = new Turns(1);
    private final List<Thread> threads = new ArrayList<>();

    private static Sample sample(float value) {
        float[][] row = {{value}};
        return Sample.of(row, row, row);
    }

    /** A caller in its own thread, which is already waiting. */
    private FutureTask<Turns.Turn> waits(Sample sample, PredictionLimits.Watch watch) throws InterruptedException {
        FutureTask<Turns.Turn> task = new FutureTask<>(() -> turns.enter(sample, watch));
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.start();
        Thread.State waiting = watch == null ? Thread.State.WAITING : Thread.State.TIMED_WAITING;
        while (thread.getState() != waiting) {
            Thread.sleep(1);
        }
        return task;
    }

    @AfterEach
    void nobodyWaits() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        turns.leave();
        turns.enter(null, PredictionLimits.within(Duration.ofSeconds(10)).start()); // all have given back their permit
        assertThrows(PredictionStoppedException.class,
                () -> turns.enter(null, PredictionLimits.within(Duration.ZERO).start()));
    }

    @Test
    void theFirstOfThoseWithASampleIsTakenAndAnswered() throws Exception {
        Turns.Turn first = turns.enter(sample(0), null);
        assertFalse(first.isAnswered());
        FutureTask<Turns.Turn> list = waits(null, null);
        Sample second = sample(1);
        FutureTask<Turns.Turn> single = waits(second, null);
        Turns.Turn taken = turns.take();
        assertNotNull(taken);
        assertSame(second, taken.sample());
        assertNull(turns.take(), "nobody else has a sample");
        first.begin();
        first.end(1);
        taken.answer(7, first);
        assertSame(taken, single.get());
        assertTrue(taken.isAnswered());
        assertEquals(7, taken.value());
        assertEquals(first.computed(), taken.computed());
        turns.leave();
        assertFalse(list.get().isAnswered(), "it has the permit");
    }

    @Test
    void whoWaitsLongestIsNext() throws Exception {
        turns.enter(null, null);
        List<FutureTask<Turns.Turn>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(waits(i % 2 == 0 ? sample(i) : null, null));
        }
        for (int i = 0; i < 4; i++) {
            turns.leave();
            assertFalse(callers.get(i).get().isAnswered());
            assertEquals(3 - i, callers.stream().filter(caller -> !caller.isDone()).count());
        }
    }

    @Test
    void aCallerWhoseTakerFailsMayEnterAnew() throws Exception {
        turns.enter(null, null);
        FutureTask<Turns.Turn> single = waits(sample(1), null);
        Turns.Turn taken = turns.take();
        assertNotNull(taken);
        taken.fail();
        assertTrue(single.get().isFailed());
        assertFalse(single.get().isAnswered());
    }

    /** Waiting, or taken by another whose answer is then dropped. */
    @Test
    void limitsAndInterruptsEndTheWait() throws Exception {
        turns.enter(null, null);
        for (boolean isTaken : new boolean[] {false, true}) {
            FutureTask<Turns.Turn> caller = waits(sample(1), PredictionLimits.until(() -> false).start());
            Turns.Turn taken = isTaken ? turns.take() : null;
            threads.get(threads.size() - 1).interrupt();
            Throwable stopped = assertThrows(ExecutionException.class, caller::get).getCause();
            assertEquals(PredictionStoppedException.Reason.INTERRUPTED,
                    ((PredictionStoppedException) stopped).reason());
            if (taken != null) {
                taken.fail();
            }
        }
        assertNull(turns.take(), "those that gave up wait no longer");
    }

    /** Without limits an interrupt waits too, and is there afterwards. */
    @Test
    void anInterruptIsKept() throws Exception {
        turns.enter(null, null);
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            turns.enter(null, null);
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        thread.interrupt();
        Thread.sleep(5);
        assertFalse(task.isDone());
        turns.leave();
        assertTrue(task.get());
    }
}
