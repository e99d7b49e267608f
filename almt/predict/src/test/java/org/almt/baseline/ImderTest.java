package org.almt.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.junit.jupiter.api.Test;

class ImderTest {
    private static final int BATCH = 3;

    private static BaselineConfig sizes() {
        return ((BaselineConfig) Architecture.of("imder").sizes(Preset.EMBEDDED)).with("frames", 10)
                .with("width", 8).with("heads", 2).with("levels", 1).with("secondWidth", 8).with("thirdWidth", 8)
                .with("fourthWidth", 16).with("firstGroups", 2).with("groups", 2).with("wavesWidth", 8)
                .with("scoreLayers", 1).with("scoreHeads", 2).with("refinerBlocks", 1).with("samplerSteps", 4);
    }

    private static Imder model() {
        Imder model = new Imder(sizes());
        model.initialise(5);
        model.train(false);
        return model;
    }

    private static Tensor random(int length, int width, long seed) {
        float[] values = new float[BATCH * length * width];
        RandomStream random = new RandomStream(seed, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, BATCH, length, width);
    }

    private static InputBatch batch(Imder model) {
        return InputBatch.of(
                random(model.length(Modality.TEXT), model.featureWidth(Modality.TEXT), 1),
                random(model.length(Modality.AUDIO), model.featureWidth(Modality.AUDIO), 2),
                random(model.length(Modality.VISION), model.featureWidth(Modality.VISION), 3));
    }

    private static void remove(InputBatch batch, Modality modality, int sample) {
        Tensor x = batch.of(modality);
        int each = x.shape().count() / BATCH;
        Arrays.fill(x.array(), x.offset() + sample * each, x.offset() + (sample + 1) * each, 0);
        batch.markModified();
    }

    private static InputBatch one(InputBatch batch, int sample) {
        return InputBatch.of(Ops.slice(batch.text(), 0, sample, sample + 1),
                Ops.slice(batch.audio(), 0, sample, sample + 1), Ops.slice(batch.vision(), 0, sample, sample + 1));
    }

    /** What is drawn follows from the sample alone; complete samples are not touched by it. */
    @Test
    void aPredictionDoesNotDependOnItsBatch() {
        Imder model = model();
        InputBatch batch = batch(model);
        float[] complete = model.forward(batch).toArray();
        remove(batch, Modality.TEXT, 1);
        remove(batch, Modality.AUDIO, 2);
        remove(batch, Modality.VISION, 2);
        float[] mixed = model.forward(batch).toArray();
        assertEquals(complete[0], mixed[0]);
        assertNotEquals(complete[1], mixed[1]);
        assertNotEquals(complete[2], mixed[2]);
        for (int sample = 0; sample < BATCH; sample++) {
            assertEquals(mixed[sample], model.forward(one(batch, sample)).item(), 1e-5f);
        }
        assertArrayEquals(mixed, model.forward(batch).toArray());
    }

    /** A replay determines the missing modalities anew, and uses new weights. */
    @Test
    void aProgramDrawsWhatIsMissingNow() {
        Imder model = model();
        InputBatch batch = batch(model);
        Program program = GradMode.noGrad(() -> Program.trace(new Workspace(), () -> model.forward(batch)));
        assertArrayEquals(model.forward(batch).toArray(), program.forward().toArray());
        remove(batch, Modality.AUDIO, 1);
        float[] before = program.forward().toArray();
        assertArrayEquals(model.forward(batch).toArray(), before, 1e-6f);
        Tensor weight = model.parameter("score_a.tconv1.bias");
        Tensor more = Tensor.full(0.5f, weight.shape().toArray());
        weight.set(more.toArray());
        float[] after = program.forward().toArray();
        assertEquals(before[0], after[0]);
        assertNotEquals(before[1], after[1]);
        assertArrayEquals(model.forward(batch).toArray(), after, 1e-6f);
    }

    /** A present sequence has a gradient, as if no other were missing. A sampled sequence has none. */
    @Test
    void gradientsReachWhatIsThere() {
        Imder model = model();
        InputBatch batch = batch(model);
        remove(batch, Modality.AUDIO, 1);
        batch.audio().requiresGrad(true);
        batch.text().requiresGrad(true);
        Ops.sum(model.forward(batch)).backward();
        assertEquals(0, size(batch.audio().grad(), 1));
        assertTrue(size(batch.audio().grad(), 0) > 0);
        assertTrue(size(batch.text().grad(), 1) > 0);
    }

    private static double size(Tensor gradient, int sample) {
        int each = gradient.shape().count() / BATCH;
        double sum = 0;
        for (int i = sample * each; i < (sample + 1) * each; i++) {
            sum += Math.abs(gradient.array()[gradient.offset() + i]);
        }
        return sum;
    }

    /** MMSA's rule: bins of equal length, the last row repeated to fill them; 40 frames in 10, 20 words cut to 10. */
    @Test
    void modalitiesAreBroughtToOneLength() {
        Imder model = model();
        InputBatch batch = batch(model);
        Tensor audio = batch.audio();
        int width = audio.shape().width();
        int length = audio.shape().size(1);
        Tensor pooled = Tensor.zeros(BATCH, 10, width);
        int span = (length + 9) / 10;
        for (int b = 0; b < BATCH; b++) {
            for (int bin = 0; bin < 10; bin++) {
                for (int f = 0; f < width; f++) {
                    double sum = 0;
                    for (int k = 0; k < span; k++) {
                        int row = Math.min(length - 1, bin * span + k);
                        sum += audio.array()[audio.offset() + (b * length + row) * width + f];
                    }
                    pooled.array()[pooled.offset() + (b * 10 + bin) * width + f] = (float) (sum / span);
                }
            }
        }
        assertArrayEquals(model.projected(Modality.AUDIO, pooled).toArray(),
                model.projected(Modality.AUDIO, audio).toArray(), 1e-5f);
        assertArrayEquals(
                model.projected(Modality.TEXT, Ops.slice(batch.text(), 1, 0, 10)).toArray(),
                model.projected(Modality.TEXT, batch.text()).toArray());
        assertEquals(Shape.of(BATCH, 8, 8), model.projected(Modality.TEXT,
                Tensor.zeros(BATCH, 4, model.featureWidth(Modality.TEXT))).shape());
    }

    @Test
    void lengthsThatCannotBeHalvedAreRefused() {
        assertEquals("config: frames is 49, and imder halves its frames - 2 rows three times; choose a value with"
                + " frames - 2 divisible by 8, such as 50",
                assertThrows(IllegalArgumentException.class, () -> new Imder(sizes().with("frames", 49)))
                        .getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Imder(sizes().with("frames", 2)))
                .getMessage().endsWith("such as 10"));
    }

    /** Means and deviations of the noise: sigma is the integral of g. */
    @Test
    void theNoiseIsThatOfTheEquation() {
        Diffusion diffusion = new Diffusion(25, 100);
        double sum = 0;
        int steps = 200_000;
        for (int i = 0; i < steps; i++) {
            double g = diffusion.rate((i + 0.5) / steps * 0.8);
            sum += g * g * 0.8 / steps;
        }
        assertEquals(Math.sqrt(sum), diffusion.sigma(0.8), 1e-6);
        assertEquals(1, diffusion.time(0));
        assertEquals(1e-3, diffusion.time(99), 1e-12);
        float[] normal = new float[20_000];
        DiffusionNoise.of(3, 4).normal(Modality.AUDIO, 5, 6, normal, 0, normal.length);
        double mean = 0;
        double square = 0;
        for (float value : normal) {
            mean += value / normal.length;
            square += (double) value * value / normal.length;
        }
        assertEquals(0, mean, 0.03);
        assertEquals(1, square, 0.05);
    }

    @Test
    void whatIsThereIsNamed() {
        assertEquals(Present.ALL, new Present(false, false, false));
        assertTrue(new Present(true, false, true).hasAllBut(Modality.AUDIO));
    }
}
