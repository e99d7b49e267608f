package org.almt.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeatTest {
    /** The mean of a constant as a sum of shares is not quite that constant: rounding by rounding is about 1. */
    @Test
    void whatNeverChangesIsLeftOut() {
        int frames = 54;
        float[] values = new float[frames * 4];
        for (int t = 0; t < frames; t++) {
            values[4 * t] = 0.1f;
            values[4 * t + 1] = t % 2;
            values[4 * t + 3] = -1.7f + (t == 3 ? 1e-7f : 0);
        }
        Map<String, Object> heat = Heat.of(values, 4, IntStream.range(0, frames).toArray());
        assertEquals(List.of(1), heat.get("features"));
        assertEquals(List.of(0, 2, 3), heat.get("constant"));
    }

    @Test
    void smallChangesAroundSmallMeansAreShown() {
        Map<String, Object> heat = Heat.of(new float[] {1e-9f, 2e-9f, 3e-9f}, 1, 0, 1, 2);
        assertEquals(List.of(0), heat.get("features"));
    }
}
