package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.almt.core.Changeover;
import org.almt.core.Engine;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.saved.Network;
import org.almt.saved.SavedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Predictions start with plain loops and change over to vectors, in the same bits. */
class ChangeoverTest {
    @Test
    @Timeout(300)
    void bitsStayThroughTheChange() throws InterruptedException {
        assumeTrue(Changeover.isPossible(), "vectors are not to be changed to: " + Engine.kernels().name());
        AlmtModel model = new AlmtModel(Preset.EMBEDDED.config());
        model.initialise(3);
        Almt almt = Almt.of(new SavedModel(
                Network.of(model), Preset.EMBEDDED.config(), Preset.EMBEDDED.kind(), false, null,
                Path.of("drawn"), null));
        List<Sample> samples = List.of(sample(almt, 1), sample(almt, 2), sample(almt, 3));
        List<Sentiment> expected;
        try (Almt plain = almt.with(AlmtOptions.usual().kernels("plain"))) {
            expected = plain.predict(samples);
        }
        for (int i = 0; i < 50; i++) {
            assertEquals(expected, almt.predict(samples), "prediction " + i);
        }
        almt.warmUp();
        String kernels = Changeover.ofJvm().kernels(Optional::empty).name();
        assertTrue(kernels.startsWith("simd"), "they run on " + kernels);
        for (int i = 0; i < 50; i++) {
            assertEquals(expected, almt.predict(samples), "prediction " + i + " after the change");
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("almt-warm-up")) {
                thread.join();
            }
        }
        almt.close();
    }

    private static Sample sample(Almt almt, int seed) {
        return Sample.of(
                features(seed, almt.text().size(), almt.text().width()),
                features(seed + 1, almt.audio().size(), almt.audio().width()),
                features(seed + 2, almt.vision().size(), almt.vision().width()));
    }

    private static Features features(int seed, int size, int width) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = ((i + 1) * 31 * seed % 101 - 50) / 50f;
        }
        return Features.of(values, width);
    }
}
