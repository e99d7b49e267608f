package org.almt.explain.split;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.almt.core.random.RandomStream;
import org.almt.input.DatasetKind;
import org.almt.metrics.Metrics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SplitViewTest {
    /** The diagonal is the accuracy, and groups put together are the whole. */
    @ParameterizedTest
    @EnumSource
    void agreesWithTheMetrics(DatasetKind kind) {
        RandomStream random = new RandomStream(5, 1);
        int n = 300;
        float[] predictions = new float[n];
        float[] labels = new float[n];
        int[] lengths = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = Math.round(10 * kind.labelLimit() * (2 * random.nextFloat() - 1)) / 10f;
            predictions[i] = labels[i] + (float) random.nextGaussian() / 3;
            lengths[i] = 1 + random.nextInt(9) * random.nextInt(3);
        }
        SplitView view = SplitView.of(kind, predictions, labels, lengths);
        Metrics metrics = Metrics.of(kind, predictions, labels);
        double hits = 0;
        for (int c = 0; c < view.classes().size(); c++) {
            hits += view.confusion()[c][c];
            assertEquals(view.byClass().get(c).samples(), Arrays.stream(view.confusion()[c]).sum());
        }
        assertEquals(metrics.get(kind == DatasetKind.SIMS ? "Mult_acc_5" : "Mult_acc_7"), hits / n, 1e-12);
        for (var groups : List.of(view.byClass(), view.byLength())) {
            assertEquals(n, groups.stream().mapToInt(SplitView.Group::samples).sum());
            assertEquals(metrics.mae(), groups.stream().filter(group -> group.samples() > 0)
                    .mapToDouble(group -> group.samples() * group.error().value()).sum() / n, 1e-9);
        }
    }
}
