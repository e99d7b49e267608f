package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E15OrderTest implements Graded {
    private static float sum(float[] x, int threads) {
        return E15Order.sum((x.length + 999) / 1000, threads, s -> E15Order.slab(x, s));
    }

    @Test
    void aSlabEndsAfterAThousandNumbers() {
        float[] x = new float[2003];
        Arrays.fill(x, 1);
        assertEquals(1000, E15Order.slab(x, 1));
        assertEquals(3, E15Order.slab(x, 2));
    }

    @Test
    void threadsDoNotChangeABit() {
        float[] x = Graded.random(12_345, 15);
        float one = sum(x, 1);
        for (int threads = 2; threads < 6; threads++) {
            assertEquals(Float.floatToIntBits(one), Float.floatToIntBits(sum(x, threads)), threads + " threads");
        }
    }

    @Test
    void itIsTheSum() {
        float[] x = Graded.random(5000, 4);
        double expected = 0;
        for (float value : x) {
            expected += value;
        }
        assertEquals(expected, sum(x, 2), 1e-3);
        assertEquals(6, sum(new float[] {1, 2, 3}, 2));
    }

    /** Each thread waits in its first slab for the others: one that works alone waits in vain. */
    @Test
    void threadsWorkAtTheSameTime() {
        for (int threads = 1; threads < 5; threads++) {
            CountDownLatch all = new CountDownLatch(threads);
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            AtomicIntegerArray times = new AtomicIntegerArray(13);
            AtomicBoolean alone = new AtomicBoolean();
            E15Order.sum(13, threads, s -> {
                times.incrementAndGet(s);
                if (seen.add(Thread.currentThread())) {
                    all.countDown();
                    if (!alone.get() && !arrive(all)) {
                        alone.set(true);
                    }
                }
                return 1;
            });
            assertEquals(threads, seen.size(), "threads that summed a slab, of " + threads);
            assertFalse(alone.get(), threads + " threads were never at work at the same time");
            for (int s = 0; s < 13; s++) {
                assertEquals(1, times.get(s), "times that slab " + s + " was summed, by " + threads + " threads");
            }
        }
    }

    private static boolean arrive(CountDownLatch all) {
        try {
            return all.await(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public float[] answers() {
        float[] answers = new float[20];
        for (int i = 0; i < 20; i++) {
            answers[i] = sum(Graded.random(777 * (i + 1), i), 1 + i % 4);
        }
        return answers;
    }
}
