package org.almt.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.almt.core.random.RandomStream;
import org.almt.input.DatasetKind;

/** What holds for any predictions. */
class MetricsPropertiesTest {
    private static final double ROUNDING = 1e-12;
    private static final Set<String> DISTANCES = Set.of(Metrics.MAE, Metrics.CORR);

    /** Vectors on a grid of twentieths, so that edges, halves, ties and zeros are common. */
    @Provide
    Arbitrary<float[]> vectors() {
        return Arbitraries.integers().between(-80, 80).map(i -> i / 20f).array(Float[].class).ofMinSize(2).ofMaxSize(40)
                .map(MetricsPropertiesTest::unboxed);
    }

    private static float[] unboxed(Float[] boxed) {
        float[] values = new float[boxed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = boxed[i];
        }
        return values;
    }

    /** Predictions for given labels: some right, some off. */
    private static float[] predictions(float[] labels, long seed) {
        RandomStream random = new RandomStream(seed, 1);
        float[] predictions = labels.clone();
        for (int i = 0; i < labels.length; i++) {
            if (random.nextInt(3) > 0) {
                predictions[i] = (random.nextInt(161) - 80) / 20f;
            }
        }
        return predictions;
    }

    @Property(tries = 300)
    void orderOfSamplesDoesNotMatter(@ForAll DatasetKind kind, @ForAll("vectors") float[] labels, @ForAll long seed) {
        float[] predictions = predictions(labels, seed);
        int[] order = new RandomStream(seed, 2).permutation(labels.length);
        float[] p = new float[order.length];
        float[] y = new float[order.length];
        for (int i = 0; i < order.length; i++) {
            p[i] = predictions[order[i]];
            y[i] = labels[order[i]];
        }
        Metrics one = Metrics.of(kind, predictions, labels);
        Metrics other = Metrics.of(kind, p, y);
        one.values().forEach((name, value) -> assertEquals(value, other.get(name), ROUNDING, name));
    }

    @Property(tries = 300)
    void sharesLieBetweenZeroAndOne(@ForAll DatasetKind kind, @ForAll("vectors") float[] labels, @ForAll long seed) {
        Metrics metrics = Metrics.of(kind, predictions(labels, seed), labels);
        metrics.values().forEach((name, value) -> {
            if (!DISTANCES.contains(name)) {
                assertTrue(Double.isNaN(value) ? name.startsWith("Non0") : value >= 0 && value <= 1,
                        name + " " + value);
            }
        });
        assertTrue(metrics.mae() >= 0);
        assertTrue(Double.isNaN(metrics.corr()) || Math.abs(metrics.corr()) <= 1);
    }

    @Property(tries = 300)
    void perfectPredictionsScoreOne(@ForAll DatasetKind kind, @ForAll("vectors") float[] labels) {
        Metrics metrics = Metrics.of(kind, labels.clone(), labels);
        metrics.values().forEach((name, value) -> {
            double best = name.equals(Metrics.MAE) ? 0 : 1;
            assertTrue(Double.isNaN(value) || Math.abs(value - best) < ROUNDING, name + " " + value);
        });
        assertEquals(1, metrics.get("Mult_acc_5"));
    }

    @Property(tries = 300)
    void turningAllSignsChangesOnlyWhatZeroBelongsTo(@ForAll("vectors") float[] labels, @ForAll long seed) {
        float[] predictions = predictions(labels, seed);
        // where no prediction is zero, positive and negative are mirror images
        for (float prediction : predictions) {
            Assume.that(prediction != 0);
        }
        Metrics metrics = Metrics.of(DatasetKind.MOSI, predictions, labels);
        Metrics negated = Metrics.of(DatasetKind.MOSI, negated(predictions), negated(labels));
        for (String name : new String[] {
                "Non0_acc_2", "Non0_F1_score", "Mult_acc_5", "Mult_acc_7", Metrics.MAE, Metrics.CORR
        }) {
            assertEquals(metrics.get(name), negated.get(name), ROUNDING, name);
        }
    }

    @Property(tries = 300)
    void turningPredictionsAloneTurnsTheCorrelation(@ForAll("vectors") float[] labels, @ForAll long seed) {
        float[] predictions = predictions(labels, seed);
        double corr = Metrics.of(DatasetKind.MOSI, predictions, labels).corr();
        assertEquals(-corr, Metrics.of(DatasetKind.MOSI, negated(predictions), labels).corr(), ROUNDING);
    }

    @Property(tries = 200)
    void constantPredictionsHaveNoCorrelation(
            @ForAll DatasetKind kind, @ForAll("vectors") float[] labels, @ForAll float constant) {
        float[] predictions = new float[labels.length];
        Arrays.fill(predictions, constant);
        assertTrue(Double.isNaN(Metrics.of(kind, predictions, labels).corr()));
    }

    private static float[] negated(float[] values) {
        float[] negated = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            negated[i] = -values[i];
        }
        return negated;
    }
}
