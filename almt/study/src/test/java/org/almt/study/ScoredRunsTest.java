package org.almt.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.almt.input.DatasetKind;
import org.almt.stats.Interval;
import org.almt.stats.Moments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Intervals against those of a normal distribution, and differences that are known. */
class ScoredRunsTest {
    private static final int SAMPLES = 400;
    /** The 97.5 % quantile of the normal distribution. */
    private static final double QUANTILE = 1.96;

    @TempDir
    Path temporary;

    private final double[] labels = new double[SAMPLES];
    private final double[] errors = new double[SAMPLES];

    ScoredRunsTest() {
        SplittableRandom random = new SplittableRandom(1);
        Arrays.setAll(labels, i -> 2 * random.nextGaussian() / 3);
        Arrays.setAll(errors, i -> Math.abs(random.nextGaussian()) / 2);
    }

    /** Predictions that are above the labels by the errors, and by a constant. */
    private Path file(String name, double more) throws IOException {
        StringBuilder rows = new StringBuilder("id,label,prediction\n");
        for (int i = 0; i < SAMPLES; i++) {
            rows.append(String.format(Locale.ROOT, "v%d,%.5f,%.5f%n", i, labels[i], labels[i] + errors[i] + more));
        }
        return Files.writeString(temporary.resolve(name), rows);
    }

    @Test
    void theIntervalOfOneRunIsThatOfAMeanOverSamples() throws IOException {
        Interval mae = ScoredRuns.read(DatasetKind.MOSI, List.of(file("a.csv", 0))).means().get("MAE");
        double half = QUANTILE * Moments.deviation(errors) / Math.sqrt(SAMPLES);
        assertEquals(Moments.mean(errors), mae.value(), 1e-5);
        assertEquals(mae.value() - half, mae.low(), 0.1 * half);
        assertEquals(mae.value() + half, mae.high(), 0.1 * half);
    }

    @Test
    void severalRunsHaveTheMeanOfTheirFigures() throws IOException {
        Interval mae = ScoredRuns.read(
                DatasetKind.MOSI, List.of(file("a.csv", 0), file("b.csv", 0.1), file("c.csv", 0.5))).means().get("MAE");
        assertEquals(Moments.mean(errors) + 0.2, mae.value(), 1e-5);
        assertTrue(mae.low() < mae.value() - 0.1 && mae.high() > mae.value() + 0.1, mae::toString);
    }

    @Test
    void differencesArePaired() throws IOException {
        ScoredRuns ours = ScoredRuns.read(DatasetKind.MOSI, List.of(file("a.csv", 0.25), file("b.csv", 0.25)));
        ScoredRuns theirs = ScoredRuns.read(DatasetKind.MOSI, List.of(file("c.csv", 0), file("d.csv", 0)));
        Interval mae = ours.differences(theirs).get("MAE");
        for (double end : new double[] {mae.low(), mae.value(), mae.high()}) {
            assertEquals(0.25, end, 1e-5); // each sample and each run is worse by the same
        }
    }

    @Test
    void otherSamplesAndOtherNumbersOfRunsAreRefused() throws IOException {
        Path file = file("a.csv", 0);
        Path others = Files.writeString(temporary.resolve("o.csv"), "id,label,prediction\nw,1,1\n");
        IOException e = assertThrows(IOException.class,
                () -> ScoredRuns.read(DatasetKind.MOSI, List.of(file, others)));
        assertTrue(e.getMessage().contains("different samples"), e.getMessage());
        ScoredRuns one = ScoredRuns.read(DatasetKind.MOSI, List.of(file));
        ScoredRuns two = ScoredRuns.read(DatasetKind.MOSI, List.of(file, file));
        assertTrue(assertThrows(IOException.class, () -> one.differences(two)).getMessage().contains("as many"));
    }
}
