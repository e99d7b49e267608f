package org.almt.core.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
    private final int before = Workers.threads();

    @AfterEach
    void restore() {
        Workers.useThreads(before);
    }

    /** Many short jobs of changing size: each slab runs once, in its own job. */
    @Test
    void everySlabRunsOnce() {
        for (int threads = 1; threads <= 4; threads++) {
            Workers.useThreads(threads);
            assertEquals(threads, Workers.threads());
            for (int job = 0; job < 4_000; job++) {
                int count = job * 7 % 23;
                AtomicIntegerArray runs = new AtomicIntegerArray(23);
                Workers.run(count, 1, (slab, one) -> runs.incrementAndGet(slab));
                for (int i = 0; i < runs.length(); i++) {
                    assertEquals(i < count ? 1 : 0, runs.get(i), "slab " + i + " of " + count);
                }
            }
        }
    }

    /** The caller sees what slabs write. */
    @Test
    void writesAreVisibleAfterwards() {
        Workers.useThreads(3);
        int[] values = new int[64];
        for (int job = 1; job <= 2_000; job++) {
            int number = job;
            Workers.run(values.length, 1, (slab, one) -> values[slab] = number);
            for (int value : values) {
                assertEquals(number, value);
            }
        }
    }

    @Test
    void workIsShared() throws InterruptedException {
        Workers.useThreads(2);
        // Each of two slabs waits for the other: one thread alone could never finish them.
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger met = new AtomicInteger();
        Workers.run(2, 1, (slab, one) -> {
            both.countDown();
            if (await(both)) {
                met.incrementAndGet();
            }
        });
        assertEquals(2, met.get());
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSlabMayBeCutAgain() {
        Workers.useThreads(3);
        AtomicInteger inner = new AtomicInteger();
        for (int job = 0; job < 200; job++) {
            Workers.run(5, 1, (slab, one) -> Workers.run(7, 1, (nested, two) -> inner.incrementAndGet()));
        }
        assertEquals(200 * 5 * 7, inner.get());
    }

    @Test
    void manyCallersAtOnce() throws InterruptedException {
        Workers.useThreads(3);
        AtomicInteger runs = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(Thread.ofPlatform().start(() -> {
                for (int job = 0; job < 500; job++) {
                    Workers.run(11, 1, (slab, one) -> runs.incrementAndGet());
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(4 * 500 * 11, runs.get());
    }

    @Test
    void whatASlabThrowsReachesTheCallerAndThePoolLivesOn() {
        for (int threads = 1; threads <= 3; threads++) {
            Workers.useThreads(threads);
            for (int failing = 0; failing < 6; failing++) {
                int bad = failing;
                RuntimeException failure = new IllegalArgumentException("slab " + bad);
                RuntimeException thrown =
                        assertThrows(IllegalArgumentException.class, () -> Workers.run(6, 1, (slab, one) -> {
                            if (slab == bad) {
                                throw failure;
                            }
                        }));
                assertSame(failure, thrown);
                AtomicInteger runs = new AtomicInteger();
                Workers.run(6, 1, (slab, one) -> runs.incrementAndGet());
                assertEquals(6, runs.get());
            }
            assertThrows(StackOverflowError.class, () -> Workers.run(2, 1, (slab, one) -> {
                throw new StackOverflowError();
            }));
        }
    }

    @Test
    void refusesNumbersThatAreNoThreads() {
        for (int threads : new int[] {0, -1, 1025}) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> Workers.useThreads(threads));
            assertEquals("threads: " + threads + " is not a number of threads (1 to 1024)", e.getMessage());
        }
        assertEquals(before, Workers.threads());
    }

    @Test
    void slabsCoverEverythingOnceAndFollowFromTheSize() {
        for (int n : new int[] {0, 1, 9, 10, 11, 20, 95}) {
            int[] covered = new int[n];
            Slabs.over(n, 10, (from, count) -> {
                assertEquals(0, from % 10);
                assertEquals(Math.min(10, n - from), count);
                for (int i = from; i < from + count; i++) {
                    covered[i]++;
                }
            });
            int[] once = new int[n];
            Arrays.fill(once, 1);
            assertArrayEquals(once, covered);
        }
    }

    @Test
    void slabsOfRowsAreNeverEmpty() {
        AtomicInteger rows = new AtomicInteger();
        Slabs.overRows(7, 1000, 100, (from, count) -> rows.addAndGet(count));
        Slabs.overRows(7, 0, 100, (from, count) -> rows.addAndGet(count));
        assertEquals(14, rows.get());
    }
}
