package org.almt.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.almt.input.DatasetKind;
import org.junit.jupiter.api.Test;

class BestEpochTableTest {
    private static final String[] NAMES = {
            "Has0_acc_2", "Has0_F1_score", "Non0_acc_2", "Non0_F1_score", "Mult_acc_5", "Mult_acc_7", "MAE", "Corr"
    };

    private static Metrics mosi(double... figures) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < NAMES.length; i++) {
            values.put(NAMES[i], figures[i]);
        }
        return new Metrics(DatasetKind.MOSI, values, new LinkedHashMap<>());
    }

    private static void assertEntry(BestEpochTable table, String name, double value, int epoch) {
        assertEquals(new BestEpochTable.Entry(value, epoch), table.entries().get(name), name);
    }

    @Test
    void eachFigureComesFromItsOwnBestEpoch() {
        BestEpochTable table = new BestEpochTable();
        table.record(1, mosi(.70, .69, .71, .70, .40, .30, 1.0, .50));
        table.record(2, mosi(.80, .60, .71, .90, .39, .35, 1.1, .60));
        table.record(3, mosi(.75, .99, .72, .65, .40, .35, 1.0, .55));
        // the accuracy brings the F1 of its epoch, even a lower one; F1 is not chosen for itself
        assertEntry(table, "Has0_acc_2", .80, 2);
        assertEntry(table, "Has0_F1_score", .60, 2);
        assertEntry(table, "Non0_acc_2", .72, 3);
        assertEntry(table, "Non0_F1_score", .65, 3);
        // the first of equals stays
        assertEntry(table, "Mult_acc_5", .40, 1);
        assertEntry(table, "Mult_acc_7", .35, 2);
        assertEntry(table, "MAE", 1.0, 1);
        assertEntry(table, "Corr", .60, 2);
    }

    @Test
    void aLowerMaeOverwritesABetterCorrelation() {
        BestEpochTable table = new BestEpochTable();
        table.record(1, mosi(.7, .7, .7, .7, .4, .3, 1.0, .60));
        table.record(2, mosi(.7, .7, .7, .7, .4, .3, 0.9, .50));
        assertEntry(table, "Corr", .50, 2);
    }

    @Test
    void aNaNCorrelationOfTheFirstEpochStaysUntilMaeImproves() {
        BestEpochTable table = new BestEpochTable();
        table.record(1, mosi(.7, .7, .7, .7, .4, .3, 1.0, Double.NaN));
        table.record(2, mosi(.7, .7, .7, .7, .4, .3, 1.1, .50));
        assertEntry(table, "Corr", Double.NaN, 1);
        table.record(3, mosi(.7, .7, .7, .7, .4, .3, 0.9, .40));
        assertEntry(table, "Corr", .40, 3);
    }

    @Test
    void simsPairsItsAccuracyWithItsF1() {
        float[] labels = {-0.4f, 0.6f, 0.2f};
        Metrics wrong = Metrics.of(DatasetKind.SIMS, new float[] {0.5f, -0.6f, -0.1f}, labels);
        Metrics right = Metrics.of(DatasetKind.SIMS, labels.clone(), labels);
        BestEpochTable table = new BestEpochTable();
        table.record(1, wrong);
        table.record(2, right);
        table.record(3, wrong);
        table.entries().forEach((name, entry) -> assertEquals(2, entry.epoch(), name));
        assertEquals(wrong.values().sequencedKeySet().toString(), table.entries().sequencedKeySet().toString());
        assertThrows(IllegalArgumentException.class, () -> table.record(4, mosi(1, 1, 1, 1, 1, 1, 1, 1)));
    }

    @Test
    void isEmptyBeforeTheFirstEpoch() {
        assertTrue(new BestEpochTable().entries().isEmpty());
    }
}
