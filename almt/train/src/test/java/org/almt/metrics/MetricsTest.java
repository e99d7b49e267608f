package org.almt.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.almt.input.DatasetKind;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void aNaNPredictionIsRightForNothing() {
        float[] nan = {Float.NaN, Float.NaN};
        float[] negative = {-1, -0.4f};
        for (DatasetKind kind : DatasetKind.values()) {
            Metrics metrics = Metrics.of(kind, nan, negative);
            metrics.values().forEach((name, value) -> {
                boolean distance = name.equals(Metrics.MAE) || name.equals(Metrics.CORR);
                assertEquals(distance ? Double.NaN : 0, value, kind + " " + name);
            });
        }
    }

    @Test
    void swappingWeighsClassesAsTheyArePredicted() {
        // One sample of each class; both called positive: F1 is 0 for negative and 2/3 for positive.
        Metrics metrics = Metrics.of(DatasetKind.MOSI, new float[] {1, 1}, new float[] {-1, 1});
        assertEquals(1.0 / 3, metrics.get("Has0_F1_score"), 1e-15);
        assertEquals(2.0 / 3, metrics.swappedF1().get("Has0_F1_score"), 1e-15);
    }

    @Test
    void printsFourDecimalsInMmsasOrder() {
        Metrics metrics = Metrics.of(DatasetKind.SIMS, new float[] {0.1f, -0.3f, 0.8f}, new float[] {0.2f, -0.2f, 0});
        assertEquals(
                "Mult_acc_2 0.6667  Mult_acc_3 0.3333  Mult_acc_5 0.3333  F1_score 0.6667  MAE 0.3333  Corr 0.3592",
                metrics.toString());
        assertEquals(0.6667, metrics.rounded().get("F1_score"));
        assertTrue(Metrics.of(DatasetKind.MOSI, new float[1], new float[1]).toString().endsWith("Corr NaN"));
    }

    @Test
    void roundsHalvesToEven() {
        assertEquals(0.0312, Metrics.round(0.03125));
        assertEquals(0.0938, Metrics.round(0.09375));
        assertEquals(Double.NaN, Metrics.round(Double.NaN));
    }

    @Test
    void refusesWhatCannotBeScored() {
        assertMessage("no samples", new float[0], new float[0]);
        assertMessage("2 predictions for 1 labels", new float[2], new float[1]);
        assertMessage("label 1 is NaN", new float[2], new float[] {0, Float.NaN});
        Metrics metrics = Metrics.of(DatasetKind.SIMS, new float[2], new float[2]);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> metrics.get("Mult_acc_7")).getMessage()
                .contains("sims has no 'Mult_acc_7'"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> DatasetKind.of("iemocap")).getMessage()
                .contains("mosi, mosei, sims"));
    }

    private static void assertMessage(String part, float[] predictions, float[] labels) {
        String message = assertThrows(
                IllegalArgumentException.class, () -> Metrics.of(DatasetKind.MOSI, predictions, labels)).getMessage();
        assertTrue(message.contains(part), message);
    }
}
