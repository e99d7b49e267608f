package org.almt.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.PaddingStates;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.data.synthetic.SyntheticSplit;
import org.almt.explain.check.MethodRanking;
import org.almt.explain.check.DeletionCheck;
import org.almt.explain.check.TruthCheck;
import org.almt.explain.split.FusedAttention;
import org.almt.explain.split.Question;
import org.almt.explain.split.WhatIf;
import org.almt.input.DatasetKind;
import org.almt.input.FeatureShape;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.AttentionWeights;
import org.almt.model.SideBySide;
import org.almt.model.variant.FusionReads;
import org.almt.model.variant.HyperAttention;
import org.almt.run.DataFit;
import org.almt.saved.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the plain form of the model, called with inputs that are put together here. */
class AttributionsTest {
    private static final DataSet DATA = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(20, 2, 6), 9);
    private static final Split SPLIT = DATA.split(SplitName.TEST);
    private static final Neutral NEUTRAL = Neutral.of(DATA.shapes(), DATA.split(SplitName.TRAIN), "train");

    private static AlmtModel model(String... options) {
        AlmtConfig config = (AlmtConfig) DataFit.adopt(
                AlmtConfig.ofSizes(1, 1, 1, 1, 1, 1, 16, 3, 2, 8, 4, 16, 1, 3, 1).with("fusionReads",
                        FusionReads.ALL.label()),
                DATA);
        for (String option : options) {
            config = config.with(option.split("=")[0], option.split("=")[1]);
        }
        return AlmtModel.initialised(config, 4);
    }

    private static List<SampleAttribution> attributions(AlmtModel model) {
        return new Attributions(Network.of(model), model, DATA.shapes(), SPLIT, NEUTRAL)
                .of(Predictor.all(SPLIT), done -> {});
    }

    private static Map<Modality, float[]> features(int sample) {
        Map<Modality, float[]> features = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            FeatureShape shape = DATA.shape(modality);
            float[] values = new float[shape.size()];
            SPLIT.frames(modality, sample, 0, shape.length(), values, 0);
            features.put(modality, values);
        }
        return features;
    }

    private static double predict(AlmtModel model, Map<Modality, float[]> features) {
        Tensor[] inputs = Arrays.stream(Modality.values()).map(modality -> Tensor.of(features.get(modality).clone(), 1,
                DATA.shape(modality).length(), DATA.shape(modality).width())).toArray(Tensor[]::new);
        return GradMode.noGrad(() -> model.forward(inputs[0], inputs[1], inputs[2])).item();
    }

    @ParameterizedTest
    @EnumSource
    void occlusionIsTheDifferenceOfTwoPredictions(Modality modality) {
        AlmtModel model = model();
        SampleAttribution found = attributions(model).get(2);
        int width = DATA.shape(modality).width();
        Map<Modality, float[]> whole = features(2);
        double before = predict(model, whole);
        assertEquals(before, found.prediction(), 1e-5);
        for (int t = 0; t < DATA.shape(modality).length(); t++) {
            Map<Modality, float[]> without = features(2);
            boolean real = t < SPLIT.trueLength(modality, 2);
            if (real) {
                System.arraycopy(NEUTRAL.of(modality), 0, without.get(modality), t * width, width);
            }
            assertEquals(real, found.of(modality).real()[t]);
            assertEquals(before - predict(model, without), found.of(modality).scores().get(Method.OCCLUSION)[t], 1e-5);
        }
    }

    /** The slope along x - neutral of a frame, by central differences. */
    @ParameterizedTest
    @EnumSource
    void gradientIsTheSlopeTowardsNeutral(Modality modality) {
        AlmtModel model = model();
        SampleAttribution found = attributions(model).get(1);
        double[] scores = found.of(modality).scores().get(Method.GRADIENT);
        double largest = Arrays.stream(scores).map(Math::abs).max().orElseThrow();
        int width = DATA.shape(modality).width();
        double step = 0.02;
        for (int t = 0; t < SPLIT.trueLength(modality, 1); t++) {
            double[] sides = new double[2];
            for (int side = 0; side < 2; side++) {
                Map<Modality, float[]> moved = features(1);
                float[] values = moved.get(modality);
                for (int f = 0; f < width; f++) {
                    double away = values[t * width + f] - NEUTRAL.of(modality)[f];
                    values[t * width + f] += (float) ((side == 0 ? step : -step) * away);
                }
                sides[side] = predict(model, moved);
            }
            assertEquals((sides[0] - sides[1]) / (2 * step), scores[t], 0.02 * largest + 1e-4);
        }
    }

    /** Also of the model's variants: unguided layers look nowhere, a modality that is not read is not looked at. */
    @ParameterizedTest
    @ValueSource(strings = {
            "embeddingDepth=1", "embeddingDepth=2", "guides=2", "modalities=language+vision", "hyper=concat",
            "modalityEmbedding=false"
    })
    void attentionIsSharedOutAmongRealFrames(String option) {
        for (SampleAttribution sample : attributions(model(option))) {
            for (Modality modality : Modality.values()) {
                Attribution attribution = sample.of(modality);
                for (LayerAttention layer : attribution.layers()) {
                    assertEquals(1, Arrays.stream(layer.frames()).sum(), 1e-9);
                    for (int t = 0; t < layer.frames().length; t++) {
                        assertTrue(attribution.real()[t] ? layer.frames()[t] > 0 : layer.frames()[t] == 0);
                    }
                }
                assertEquals(attribution.layers().isEmpty(), !attribution.scores().containsKey(Method.ATTENTION));
            }
            List<Integer> scales =
                    sample.of(Modality.VISION).layers().stream().map(LayerAttention::scale).toList();
            assertEquals(
                    option.equals("guides=2") ? List.of(2)
                            : option.equals("hyper=concat") || option.startsWith("modalities=") ? scales
                            : List.of(1, 2, 3),
                    scales);
        }
    }

    @Test
    void neutralIsTheMeanOfRealFrames() {
        Split train = DATA.split(SplitName.TRAIN);
        int width = DATA.audio().width();
        double sum = 0;
        int count = 0;
        for (int i = 0; i < train.size(); i++) {
            float[] values = new float[DATA.audio().size()];
            train.audio(i, values, 0);
            for (int t = 0; t < train.trueLength(Modality.AUDIO, i); t++) {
                sum += values[t * width + 3];
                count++;
            }
        }
        assertEquals(sum / count, NEUTRAL.of(Modality.AUDIO)[3], 1e-6);
        assertEquals("train", NEUTRAL.from());
    }

    /** Deletion begins where insertion ends, at the untouched prediction, and ends where insertion begins. */
    @Test
    void deletionAndInsertionMeet() {
        AlmtModel model = model();
        List<SampleAttribution> found = attributions(model);
        List<DeletionCheck> checks = DeletionCheck.of(Network.of(model), DATA, SPLIT, NEUTRAL, found);
        assertEquals(3, checks.size());
        for (DeletionCheck check : checks) {
            assertEquals(4, check.deletion().size());
            check.deletion().forEach((name, curve) -> {
                assertEquals(0, curve[0], 1e-12);
                assertEquals(0, check.insertion().get(name)[10], 1e-12);
                assertEquals(curve[10], check.insertion().get(name)[0], 1e-12);
            });
        }
    }

    /** The end of the deletion curve against predictions with every position of the text neutral, padding included. */
    @Test
    void nothingOfTheSentenceIsLeftWhereDeletionEnds() {
        DataSet data = new PaddingStates(DATA);
        Split split = data.split(SplitName.TEST);
        AlmtModel model = model();
        List<SampleAttribution> found = new Attributions(Network.of(model), model, data.shapes(), split, NEUTRAL)
                .of(Predictor.all(split), done -> {});
        DeletionCheck check = DeletionCheck.of(Network.of(model), data, split, NEUTRAL, found).getFirst();
        assertEquals(Modality.TEXT, check.modality());
        double moved = 0;
        int width = DATA.text().width();
        for (int i = 0; i < split.size(); i++) {
            Map<Modality, float[]> features = features(i);
            float[] text = features.get(Modality.TEXT);
            split.text(i, text, 0);
            double before = predict(model, features);
            for (int t = 0; t < DATA.text().length(); t++) {
                System.arraycopy(NEUTRAL.of(Modality.TEXT), 0, text, t * width, width);
            }
            moved += Math.abs(predict(model, features) - before) / split.size();
        }
        for (String order : check.deletion().keySet()) {
            assertEquals(0, check.deletion().get(order)[0], 1e-12);
            assertEquals(moved, check.deletion().get(order)[10], 1e-5);
            assertEquals(moved, check.insertion().get(order)[0], 1e-5);
            assertEquals(0, check.insertion().get(order)[10], 1e-12);
        }
    }

    @Test
    void knownTruthIsCheckedForEachSequence() {
        List<TruthCheck> checks = TruthCheck.of((SyntheticSplit) SPLIT, attributions(model()));
        assertEquals(List.of(Modality.values()), checks.stream().map(TruthCheck::modality).toList());
        MethodRanking ranking = MethodRanking.of(checks, List.of());
        assertFalse(ranking.why().isBlank());
        for (TruthCheck check : checks) {
            assertEquals(check.lead().excludesZero(), ranking.where().get(check.modality()) == check.best());
        }
    }

    /** Everything neutral: all samples of a length look alike, and the model's rise of error is that of one answer. */
    @Test
    void whatIfIsTheDifferenceOfErrors() {
        AlmtModel model = model();
        WhatIf answer = WhatIf.of(DatasetKind.MOSI, Network.of(model), DATA, SPLIT, NEUTRAL,
                List.of(Question.of("vision.3@2-4=neutral, audio=neutral", DATA))).getFirst();
        double before = 0;
        double after = 0;
        double moved = 0;
        for (int i = 0; i < SPLIT.size(); i++) {
            Map<Modality, float[]> features = features(i);
            double old = predict(model, features);
            float[] audio = features.get(Modality.AUDIO);
            for (int t = 0; t < SPLIT.trueLength(Modality.AUDIO, i); t++) {
                System.arraycopy(NEUTRAL.of(Modality.AUDIO), 0, audio, t * DATA.audio().width(), DATA.audio().width());
            }
            for (int t = 2; t <= 4 && t < SPLIT.trueLength(Modality.VISION, i); t++) {
                features.get(Modality.VISION)[t * DATA.vision().width() + 3] = NEUTRAL.of(Modality.VISION)[3];
            }
            double now = predict(model, features);
            before += Math.abs(old - SPLIT.label(i)) / SPLIT.size();
            after += Math.abs(now - SPLIT.label(i)) / SPLIT.size();
            moved += Math.abs(now - old) / SPLIT.size();
        }
        assertEquals(before, answer.mae().value(), 1e-5);
        assertEquals(after, answer.maeWithout().value(), 1e-5);
        assertEquals(after - before, answer.worse().value(), 1e-5);
        assertEquals(moved, answer.moved().value(), 1e-5);
    }

    /** With neutral text, samples that differ only in text have equal predictions, whatever follows their sentences. */
    @Test
    void neutralTextLeavesNothingOfTheSentence() {
        DataSet data = new PaddingStates(DATA);
        AlmtModel model = model();
        WhatIf answer = WhatIf.of(DatasetKind.MOSI, Network.of(model), data, data.split(SplitName.TEST), NEUTRAL,
                List.of(Question.of("text=neutral", data))).getFirst();
        double shift = 0;
        int width = DATA.text().width();
        for (int i = 0; i < SPLIT.size(); i++) {
            Map<Modality, float[]> features = features(i);
            float[] text = features.get(Modality.TEXT);
            data.split(SplitName.TEST).text(i, text, 0);
            double old = predict(model, features);
            for (int t = 0; t < DATA.text().length(); t++) {
                System.arraycopy(NEUTRAL.of(Modality.TEXT), 0, text, t * width, width);
            }
            shift += (predict(model, features) - old) / SPLIT.size();
        }
        assertEquals(shift, answer.shift().value(), 1e-5);
    }

    /**
     * &sum;<sub>i</sub> a<sub>i</sub> A<sub>i,T+t</sub>, over tokens i of a modality: a of the fusion's token on
     * tokens, A of tokens on frames t, both means over heads; shared out among real frames, and the mean over the
     * fusion's two blocks.
     */
    @ParameterizedTest
    @EnumSource(names = {"AUDIO", "VISION"})
    void attentionOfFusionIsTracedToFrames(Modality modality) {
        AlmtModel model = model("hyper=concat", "fusionDepth=2", "embeddingDepth=1");
        Split split = DATA.split(SplitName.TRAIN); // more than a batch
        List<double[]> found = FusedAttention.of(model, DATA, split, modality);
        assertEquals(split.size(), found.size());
        for (int sample = 0; sample < split.size(); sample++) {
            InputBatch inputs = new InputBatch.Memory(DATA.shapes(), 1).batch(1);
            inputs.fill(split, new int[] {sample}, 0);
            AttentionWeights trace = AttentionWeights.of(model, inputs.text(), inputs.audio(), inputs.vision());
            Tensor tokens = (modality == Modality.AUDIO ? trace.audio() : trace.vision()).orElseThrow()
                    .getFirst(); // [1, H, T, T+L]
            double[] expected = new double[DATA.shape(modality).length()];
            for (HyperAttention block : SideBySide.weights(
                    model, inputs.text(), inputs.audio(), inputs.vision())) {
                Tensor fusion = modality == Modality.AUDIO ? block.audio() : block.vision(); // [1, H, 1, T]
                double[] frames = new double[expected.length];
                for (int t = 0; t < split.trueLength(modality, sample); t++) {
                    for (int i = 0; i < tokens.shape().size(2); i++) {
                        frames[t] += overHeads(fusion, 0, i) * overHeads(tokens, i, tokens.shape().size(2) + t);
                    }
                }
                double sum = Arrays.stream(frames).sum();
                for (int t = 0; t < frames.length; t++) {
                    expected[t] += frames[t] / sum / 2;
                }
            }
            assertArrayEquals(expected, found.get(sample), 1e-6);
            assertEquals(1, Arrays.stream(found.get(sample)).sum(), 1e-9);
        }
    }

    /** Of one sample's weights [1, H, N, M]. */
    private static double overHeads(Tensor weights, int row, int column) {
        int heads = weights.shape().size(1);
        int rows = weights.shape().size(2);
        int columns = weights.shape().size(3);
        double sum = 0;
        for (int h = 0; h < heads; h++) {
            sum += weights.array()[weights.offset() + (h * rows + row) * columns + column];
        }
        return sum / heads;
    }

    @Test
    void fusionOfOthersIsNotTraced() {
        assertEquals(List.of(), FusedAttention.of(model(), DATA, SPLIT, Modality.AUDIO));
        assertEquals(List.of(), FusedAttention.of(model("hyper=concat"), DATA, SPLIT, Modality.TEXT));
    }
}
