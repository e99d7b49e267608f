package org.almt.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingConfigTest {
    @Test
    void theStandardIsTheReferences() {
        TrainingConfig standard = TrainingConfig.STANDARD;
        assertEquals(200, standard.epochs());
        assertEquals(64, standard.batchSize());
        assertEquals(1e-4, standard.lr());
        assertEquals(1e-4, standard.weightDecay());
        assertEquals(RateSchedule.WARMUP_COSINE, standard.schedule());
        assertTrue(standard.shuffle());
    }

    @Test
    void namesAndValuesComeBack() {
        TrainingConfig config = TrainingConfig.STANDARD.with("seed", "-7").with("lr", "3e-5").with("shuffle", "false")
                .with("schedule", "constant").with("clipNorm", 2.5);
        assertEquals(config, TrainingConfig.of(config.toMap()));
        assertEquals(-7, config.seed());
        assertEquals(3e-5, config.lr());
        assertEquals(2.5, config.clipNorm());
    }

    @ParameterizedTest
    @CsvSource({
            "epochs, 0", "epochs, -1", "epochs, many", "epochs, 1.5", "batchSize, 0", "batchSize, -64", "lr, NaN",
            "lr, -1e-4", "lr, Infinity", "lr, fast", "weightDecay, NaN", "weightDecay, -1", "beta1, 1", "beta2, 1.5",
            "epsilon, 0", "clipNorm, -1", "shuffle, maybe", "seed, x", "referenceTable, 1",
            "microBatch, -1", "clipValue, -1", "earlyStop, -1",
            "plateauPatience, x",
            "decoupled, no"
    })
    void wrongValuesAreNamed(String name, String value) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> TrainingConfig.STANDARD.with(name, value));
        assertTrue(e.getMessage().contains(name) && e.getMessage().contains("needed"), e.getMessage());
    }

    @Test
    void anUnknownNameListsTheKnown() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> TrainingConfig.STANDARD.with("rate", 1));
        assertTrue(e.getMessage().contains("weightDecay"), e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> TrainingConfig.STANDARD.with("schedule", "linear"));
        assertTrue(e.getMessage().contains("warmup-cosine, warmup-cosine-by-step, constant, plateau"), e.getMessage());
    }
}
