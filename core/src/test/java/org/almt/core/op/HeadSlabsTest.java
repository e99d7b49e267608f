package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.almt.core.Engine;
import org.junit.jupiter.api.Test;

class HeadSlabsTest {
    @Test
    void everyHeadRunsOnce() {
        for (int samples = 0; samples < 40; samples += 1 + samples / 5) {
            for (int heads = 1; heads < 14; heads++) {
                for (long work = 1; work < 1 << 20; work *= 7) {
                    AtomicIntegerArray runs = new AtomicIntegerArray(samples * heads);
                    int h = heads;
                    HeadSlabs.over(samples, heads, work, (sample, head) -> runs.incrementAndGet(sample * h + head));
                    for (int i = 0; i < runs.length(); i++) {
                        assertEquals(1, runs.get(i), samples + " samples, " + heads + " heads, head " + i);
                    }
                }
            }
        }
    }

    @Test
    void aManySamplesHeadsFollowTheFetchingOfItsRows() {
        AtomicIntegerArray fetched = new AtomicIntegerArray(16);
        HeadSlabs.over(16, 3, 1 << 20, fetched::incrementAndGet,
                (sample, head) -> assertEquals(1, fetched.get(sample)));
        for (int sample = 0; sample < 16; sample++) {
            assertEquals(1, fetched.get(sample));
        }
    }

    @Test
    void neighboursDoNotFollowOneAnotherWhereSamplesAreFew() {
        int threads = Engine.threads();
        Engine.useThreads(1);
        try {
            List<Integer> order = new ArrayList<>();
            HeadSlabs.over(1, 12, 1 << 20, (sample, head) -> order.add(head));
            for (int i = 1; i < 12; i++) {
                assertTrue(Math.abs(order.get(i) - order.get(i - 1)) > 1, order.toString());
            }
        } finally {
            Engine.useThreads(threads);
        }
    }
}
