package org.almt.explain.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.data.synthetic.SyntheticSplit;
import org.almt.data.synthetic.Truth;
import org.almt.explain.Attribution;
import org.almt.explain.Method;
import org.almt.explain.Neutral;
import org.almt.explain.SampleAttribution;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.nn.Layer;
import org.almt.run.DataFit;
import org.almt.saved.Network;
import org.junit.jupiter.api.Test;

/** Checks of attributions, given attributions that are right or wrong by construction. */
class KnownAnswersTest {
    private static final int SAMPLES = 8;
    private static final DataSet DATA = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(20, 2, SAMPLES), 9);
    private static final SyntheticSplit SPLIT = (SyntheticSplit) DATA.split(SplitName.TEST);
    private static final Neutral NEUTRAL = Neutral.of(DATA.shapes(), DATA.split(SplitName.TRAIN), "train");

    @FunctionalInterface
    private interface Scores {
        Map<Method, double[]> of(int sample, Modality modality, int length);
    }

    private static List<SampleAttribution> attributions(Scores scores, Tensor predictions) {
        List<SampleAttribution> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            List<Attribution> modalities = new ArrayList<>();
            for (Modality modality : Modality.values()) {
                boolean[] real = new boolean[DATA.shape(modality).length()];
                Arrays.fill(real, 0, SPLIT.trueLength(modality, i), true);
                modalities.add(new Attribution(modality, real, List.of(), scores.of(i, modality, real.length)));
            }
            samples.add(new SampleAttribution(i, predictions.array()[predictions.offset() + i], modalities));
        }
        return samples;
    }

    /** Occlusion is the truth itself and sums up to the part that is carried, gradient is its opposite in both. */
    @Test
    void theTruthIsFoundByTheTruth() {
        List<TruthCheck> checks = TruthCheck.of(SPLIT, attributions((i, modality, length) -> {
            boolean[] truth = SPLIT.informativeFrames(modality, i);
            Truth parts = SPLIT.truth(i);
            double part = switch (modality) {
                case TEXT -> parts.language();
                case AUDIO -> parts.audio();
                case VISION -> parts.vision();
            };
            int marked = 0;
            for (int t = 0; t < SPLIT.trueLength(modality, i); t++) {
                marked += truth[t] ? 1 : 0;
            }
            double[] right = new double[length];
            double[] wrong = new double[length];
            int rest = SPLIT.trueLength(modality, i) - marked;
            for (int t = 0; t < SPLIT.trueLength(modality, i); t++) {
                right[t] = truth[t] ? part / marked : 0;
                wrong[t] = truth[t] ? 0 : -part / rest;
            }
            return Map.of(Method.OCCLUSION, right, Method.GRADIENT, wrong);
        }, Tensor.zeros(SAMPLES)));
        assertEquals(Modality.values().length, checks.size());
        for (TruthCheck check : checks) {
            assertTrue(check.samples() >= 5, check.toString());
            assertEquals(1, check.areas().get(Method.OCCLUSION).value());
            assertEquals(0, check.areas().get(Method.GRADIENT).value());
            assertEquals(1, check.directions().get(Method.OCCLUSION).value(), 1e-6);
            assertEquals(-1, check.directions().get(Method.GRADIENT).value(), 1e-6);
            assertEquals(Method.OCCLUSION, check.best());
            assertEquals(1, check.lead().value());
        }
    }

    /** The prediction is a feature of the first audio frame, which one method puts first and the other last. */
    @Test
    void deletionBeginsWithTheMostImportant() {
        Network first = new Network() {
            private final AlmtModel any = AlmtModel.initialised((AlmtConfig) DataFit.adopt(
                    AlmtConfig.ofSizes(1, 1, 1, 1, 1, 1, 16, 2, 2, 8, 4, 16, 1, 1, 1), DATA), 1);

            @Override
            public Layer root() {
                return any;
            }

            @Override
            public Tensor forward(InputBatch inputs) {
                Tensor frame = Ops.slice(Ops.slice(inputs.audio(), 1, 0, 1), 2, 0, 1);
                return Ops.reshape(frame, inputs.audio().shape().size(0), 1);
            }
        };
        Tensor predictions = Tensor.zeros(SAMPLES);
        double moved = 0;
        int width = DATA.audio().width();
        for (int i = 0; i < SAMPLES; i++) {
            float[] frame = new float[width];
            SPLIT.frames(Modality.AUDIO, i, 0, 1, frame, 0);
            predictions.array()[predictions.offset() + i] = frame[0];
            moved += Math.abs(frame[0] - NEUTRAL.of(Modality.AUDIO)[0]) / SAMPLES;
        }
        DeletionCheck check = DeletionCheck.of(first, DATA, SPLIT, NEUTRAL, attributions((i, modality, length) -> {
            double[] falling = new double[length];
            double[] rising = new double[length];
            Arrays.setAll(falling, t -> t % 2 == 0 ? t - length : length - t); // the sign does not count
            Arrays.setAll(rising, t -> t + 1);
            return Map.of(Method.OCCLUSION, falling, Method.GRADIENT, rising);
        }, predictions)).stream().filter(one -> one.modality() == Modality.AUDIO).findFirst().orElseThrow();

        double[] fromTheFirstStep = new double[11];
        Arrays.fill(fromTheFirstStep, 1, 11, moved);
        double[] untilTheFirstStep = new double[11];
        untilTheFirstStep[0] = moved;
        double[] atTheEnd = new double[11];
        atTheEnd[10] = moved;
        double[] untilTheEnd = new double[11];
        Arrays.fill(untilTheEnd, 0, 10, moved);
        String right = Method.OCCLUSION.words();
        String wrong = Method.GRADIENT.words();
        assertArrayEquals(fromTheFirstStep, check.deletion().get(right), 1e-6);
        assertArrayEquals(untilTheFirstStep, check.insertion().get(right), 1e-6);
        assertArrayEquals(atTheEnd, check.deletion().get(wrong), 1e-6);
        assertArrayEquals(untilTheEnd, check.insertion().get(wrong), 1e-6);
        // trapezia of a tenth: 0.95 of the height less 0.05 of it
        assertEquals(0.9 * moved, check.areas().get(right).value(), 1e-6);
        assertEquals(-0.9 * moved, check.areas().get(wrong).value(), 1e-6);
        assertEquals(Method.OCCLUSION, check.best());
    }
}
