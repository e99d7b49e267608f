package org.almt.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.almt.core.parallel.Slabs;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final SlabTimes.Job EVEN = new SlabTimes.Job("even", new double[] {10, 10, 10, 10});
    private static final SlabTimes.Job UNEVEN = new SlabTimes.Job("uneven", new double[] {1, 1, 6});
    private static final SlabTimes.Job ALONE = new SlabTimes.Job("alone", new double[] {5});

    @Test
    void theFreeCoreTakesTheNextSlab() {
        assertEquals(40, Replay.span(EVEN.slabs(), 1));
        assertEquals(20, Replay.span(EVEN.slabs(), 2));
        assertEquals(20, Replay.span(EVEN.slabs(), 3));
        assertEquals(10, Replay.span(EVEN.slabs(), 64));
        assertEquals(7, Replay.span(UNEVEN.slabs(), 2));
        assertEquals(6, Replay.span(UNEVEN.slabs(), 3));
    }

    /** 7 outside, 40 + 8 + 5 inside; a job that is shared costs 2 on two cores, and 4 on four. */
    @Test
    void jobsFollowOneAnother() {
        Replay replay = new Replay(new SlabTimes.Job[] {EVEN, UNEVEN, ALONE, EVEN}, 7, 2);
        assertEquals(7 + 40 + 8 + 5 + 40, replay.on(1));
        assertEquals(7 + (2 + 20) + (2 + 7) + 5 + (2 + 20), replay.on(2));
        assertEquals(7 + (4 + 10) + (4 + 6) + 5 + (4 + 10), replay.on(4));
        assertEquals(List.of("even", "uneven", "alone"), replay.ops());
        assertEquals(2, replay.jobs("even"));
        assertEquals("even", replay.limit(3)); // 46 for an even share of 27; uneven: 9 for 3; alone: 5 for 2
        assertEquals("uneven", new Replay(new SlabTimes.Job[] {EVEN, UNEVEN}, 0, 0).limit(4));
    }

    /** BERT has ops of more than a hundred jobs of one length, none of which is a hundredth of the op. */
    @Test
    void manyShortJobsHaveSlabsToo() {
        SlabTimes.Job[] jobs = new SlabTimes.Job[200];
        Arrays.fill(jobs, EVEN);
        assertArrayEquals(new int[] {4, 4}, new Replay(jobs, 0, 0).slabs("even"));
    }

    /** On four cores the first op needs 40 + 6 + 5 instead of 53 / 4: the job of one slab wastes most. */
    @Test
    void theJobsThatWasteMostAreNamedByTheirSlabs() {
        SlabTimes.Job one = new SlabTimes.Job("op", new double[] {40});
        SlabTimes.Job four = new SlabTimes.Job("op", new double[] {10, 10, 10, 10});
        SlabTimes.Job two = new SlabTimes.Job("op", new double[] {3, 3});
        assertEquals("1 in 1 job", new Replay(new SlabTimes.Job[] {one, four, two}, 0, 0).fewest(4, "op"));
        assertEquals("2 in 2 jobs", new Replay(new SlabTimes.Job[] {four, two, two}, 0, 0).fewest(4, "op"));
        assertEquals("", new Replay(new SlabTimes.Job[] {four}, 0, 0).fewest(4, "op"));
    }

    @Test
    void eachSlabOfEachJobIsTimedOnce() {
        int[] calls = new int[2];
        SlabTimes times = SlabTimes.of(() -> {
            Slabs.over(10, 4, (from, count) -> {
                calls[0] += count;
                Slabs.over(count, 1, (inner, one) -> calls[1] += one); // cut again: part of the slab
            });
            Slabs.over(3, 8, (from, count) -> calls[0] += count);
        }, 2);
        assertEquals(3 * 13, calls[0]);
        assertEquals(3 * 10, calls[1]);
        assertEquals(List.of(3, 1), times.jobs().stream().map(job -> job.slabs().length).toList());
        assertTrue(times.jobs().stream().allMatch(job -> job.sum() > 0 && job.sum() < 1e10), times.jobs().toString());
        assertTrue(times.serial() < 1e10);
    }
}
