package org.almt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.almt.core.Workspace;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.model.variant.Variant;
import org.almt.nn.Parameters;
import org.almt.nn.optim.AdamW;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every variant against an oracle in double: predictions, and gradients by differences, of both forms. */
class VariantsTest {
    private static final AlmtConfig SMALL = AlmtConfig.ofSizes(5, 4, 6, 3, 7, 2, 8, 2, 2, 6, 3, 7, 1, 3, 2);
    private static final int BATCH = 2;
    /**
     * Gradients are sums of many terms that cancel; the most that was seen were 180 of the largest element. Slopes are
     * taken along a direction that moves all elements.
     */
    private static final double ROUNDINGS = 500;
    private static final double STEP = 1e-5;

    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final float[] labels = {0.7f, -1.2f};

    @ParameterizedTest
    @MethodSource("org.almt.model.Cases#all")
    void bothFormsAgreeWithTheOracle(Cases variant) {
        compare(variant, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULL", "CONCATENATED", "WITHOUT_EMBEDDING", "WITHOUT_EMBEDDING_OR_AHL"})
    void shorterInputsToo(Cases variant) {
        compare(variant, 2);
    }

    private void compare(Cases variant, int shorter) {
        AlmtModel model = model(variant.of(SMALL));
        inputs(model.config(), shorter);
        Map<String, Tensor> parameters = model.parameters();
        Map<String, Double> expected = differences(model);
        for (boolean folded : new boolean[] {false, true}) {
            String form = variant + (folded ? ", folded, " : ", plain, ");
            Tensor prediction = predict(model, folded);
            AlmtInDouble oracle = new AlmtInDouble(model);
            double before = oracle.loss(inputs.get("text"), inputs.get("audio"), inputs.get("vision"), labels);
            Tensor loss = Ops.mseLoss(prediction, labels());
            assertEquals(before, loss.item(), 1e-5 * Math.max(1, before), form);
            parameters.values().forEach(Tensor::zeroGrad);
            loss.backward();
            expected.forEach((name, slope) -> {
                double[] gradient = AlmtInDouble.doubles(parameters.get(name).gradOrZeros().toArray());
                double[] direction = direction(name, gradient.length);
                double sum = 0;
                for (int i = 0; i < gradient.length; i++) {
                    sum += gradient[i] * direction[i];
                }
                String scale = name.replace("norm_k.bias", "norm_k.weight");
                double norm = Tolerance.norm(
                        AlmtInDouble.doubles(parameters.get(scale).gradOrZeros().toArray()));
                double bound = ROUNDINGS * Tolerance.ROUNDING * norm * Math.sqrt(gradient.length);
                assertEquals(slope, sum, bound + 1e-7, form + name);
            });
        }
    }

    /** A program that is recorded once gives the bits of one that is not. */
    @ParameterizedTest
    @MethodSource("org.almt.model.Cases#all")
    void plannedExecutionGivesTheSameBits(Cases variant) {
        AlmtModel model = model(variant.of(SMALL));
        inputs(model.config(), 0);
        model.parameters().values().forEach(Tensor::zeroGrad);
        Ops.mseLoss(predict(model, true), labels()).backward();
        Map<String, float[]> eager = new LinkedHashMap<>();
        model.parameters().forEach((name, parameter) -> eager.put(name, parameter.gradOrZeros().toArray()));
        Program program = Program.trace(new Workspace(), () -> Ops.mseLoss(predict(model, true), labels()));
        for (int step = 0; step < 2; step++) {
            model.parameters().values().forEach(Tensor::zeroGrad);
            program.forward();
            program.backward();
            model.parameters().forEach((name, parameter) -> Tolerance.assertSameBits(
                    variant + " " + name, eager.get(name), parameter.gradOrZeros().toArray()));
        }
    }

    /** Two samples, again and again: the model learns them by heart. */
    @ParameterizedTest
    @MethodSource("org.almt.model.Cases#all")
    void learns(Cases variant) {
        AlmtModel model = AlmtModel.initialised(variant.of(SMALL), 1);
        inputs(model.config(), 0);
        Parameters parameters = Parameters.of(model);
        AdamW optimiser = new AdamW(parameters, 5e-3, AdamW.Settings.withDecay(0));
        Program step = Program.trace(new Workspace(), () -> Ops.mseLoss(predict(model, true), labels()));
        List<Float> losses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            losses.add(step.forward().item());
            parameters.zeroGrad();
            step.backward();
            optimiser.step();
        }
        // a single token gives language no weights to choose, and yet it learns from audio and vision
        assertTrue(losses.getLast() < losses.getFirst() / 10, variant + ": losses " + losses);
    }

    /**
     * Which parts take no part in the prediction. The reason is that the reference reads one row only, and nothing of
     * the target's other rows. They are listed so that such a variant is not overrated.
     */
    @ParameterizedTest
    @CsvSource({
            "FULL,",
            "GUIDES_1_2, l_encoder.encoder.layers.1",
            "GUIDE_1, l_encoder.encoder.layers.0 l_encoder.encoder.layers.1",
            "GUIDE_2, l_encoder.encoder.layers.1",
            "GUIDE_3,",
            "GUIDES_2_3,",
            "CONCATENATED,",
            "WITHOUT_EMBEDDING,",
            "LANGUAGE_ALONE,",
            "FUSION_NONE,",
            "FUSION_CONCAT,",
            "SHARED_ALL,",
            "HYPER_ASKS, h_hyper h_hyper_layer.layers.0 h_hyper_layer.layers.1 h_hyper_layer.layers.2 proj_a proj_v",
            "HYPER_ASKS_ALL_ROWS_READ,"
    })
    void idleParts(Cases variant, String parts) {
        AlmtModel model = model(variant.of(SMALL));
        inputs(model.config(), 0);
        Ops.mseLoss(predict(model, false), labels()).backward();
        TreeSet<String> idle = new TreeSet<>();
        model.parameters().forEach((name, parameter) -> {
            if (Tolerance.norm(AlmtInDouble.doubles(parameter.gradOrZeros().toArray())) == 0) {
                idle.add(name.replaceFirst("(layers\\.\\d).*|(proj_.).*", "$1$2"));
            }
        });
        assertEquals(parts == null ? List.of() : List.of(parts.split(" ")), List.copyOf(idle));
    }

    /**
     * Parameters at the paper's sizes for CMU-MOSI, 2,504,449 in the full model: h_hyper 1,024, language 403,200, audio
     * 305,536, vision 307,456, scales 593,664, AHL 3 x 99,456, fusion 595,072, head 129. A block has 296,320, a
     * position 128; the audio or vision half of an AHL layer 33,024 (a norm, keys, values); an unguided layer 33,280.
     */
    @ParameterizedTest
    @CsvSource({
            "FULL, 0",
            "ALL_ROWS_READ, 0",
            "HYPER_ASKS, 0",
            "LANGUAGE_ANSWERS, 0",
            // the modality, and its half of three layers
            "WITHOUT_AUDIO, -305536 - 3 * 33024",
            "WITHOUT_VISION, -307456 - 3 * 33024",
            // h_hyper and AHL; positions of 16 and 24 rows of source instead of 8
            "WITHOUT_AUDIO_AND_AHL, -305536 - 1024 - 3 * 99456 + 8 * 128",
            "WITHOUT_VISION_AND_AHL, -307456 - 1024 - 3 * 99456 + 8 * 128",
            "LANGUAGE_ALONE, -305536 - 307456 - 1024 - 3 * 99456",
            "CONCATENATED, -1024 - 3 * 99456 + 16 * 128",
            "NO_GUIDE, -1024 - 3 * 99456 + 16 * 128",
            // three blocks, tokens and their positions; 42 rows more in h_hyper, scales, source and target
            "WITHOUT_EMBEDDING, -3 * 296320 - 3 * 2 * 8 * 128 + 4 * 42 * 128",
            "FUSION_NONE, -595072",
            "FUSION_CONCAT, -595072 + 128",
            "FUSION_ADD, -595072",
            // three gates, weights and biases of input and state
            "FUSION_GRU, -595072 + 3 * 2 * 16384 + 3 * 2 * 128",
            // the head over 129 x 129 numbers
            "FUSION_TENSOR, -595072 - 128 + 129 * 129",
            // two factors of rank 4, their weights, a bias
            "FUSION_LOW_RANK, -595072 + 2 * 4 * 129 * 128 + 4 + 128",
            "GUIDE_1, -2 * 99456 + 2 * 33280",
            "GUIDE_3, -2 * 99456 + 2 * 33280",
            "GUIDES_1_3, -99456 + 33280",
            // norm and weights of 768 features, a bias
            "LANGUAGE_READ, 3 * 768 + 1",
            "SHARED_LANGUAGE, -296320",
            "SHARED_HYPER, -2 * 99456",
            "SHARED_HYPER_GUIDE_2, -2 * 99456 + 33280",
            "SHARED_ALL, -2 * 296320 - 2 * 99456",
            "DEEP_EMBEDDING, 3 * 296320",
            "ONE_SCALE, -2 * 99456 - 2 * 296320",
            "FIVE_SCALES, 2 * 99456 + 2 * 296320",
            // h_hyper, tokens and positions of three modalities, scales, source and target: 10 rows a token
            "ONE_TOKEN, -7 * 10 * 128",
            "FIVE_TOKENS, -3 * 10 * 128"
    })
    void parameterCounts(Cases variant, String difference) {
        long expected = 2_504_449 + sum(difference);
        assertEquals(expected, new AlmtModel(variant.of(Preset.MOSI_PAPER.config())).parameterCount());
    }

    /** A sum of products. */
    private static long sum(String text) {
        long sum = 0;
        for (String term : text.replace("- ", "-").replace("+ ", "").replace(" * ", "*").strip().split(" ")) {
            long product = 1;
            for (String factor : term.split("\\*")) {
                product *= Long.parseLong(factor);
            }
            sum += product;
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("org.almt.model.Cases#all")
    void survivesTheWayThroughNamesAndValues(Cases variant) {
        AlmtConfig config = variant.of(SMALL);
        assertEquals(config, AlmtConfig.of(config.toMap()));
    }

    @Test
    void whatAnOldFileDoesNotMentionIsAsInTheFullModel() {
        Map<String, Object> map = SMALL.toMap();
        map.keySet().removeAll(Variant.FULL.toMap().keySet());
        assertEquals(SMALL, AlmtConfig.of(map));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "modalities=audio | known are language+audio+vision, language+audio, language+vision, language",
            "modalityEmbedding=no | true or false is needed",
            "hyper=mlp | known are ahl, concat, swapped",
            "guides=2+1 | known are all, none, and scales in ascending order",
            "guides=0 | known are all, none, and scales in ascending order",
            "guides=1+ | known are all, none, and scales in ascending order",
            "guides=1+4 | with hyperDepth=3 there are 1 to 3",
            "guides=2 hyperDepth=1 | with hyperDepth=1 there are 1 to 1",
            "guides=1 hyper=concat | guides=1 has no effect beside hyper=concat",
            "fusion=mean | known are transformer, none, concat, add, gru, tensor, low-rank",
            "fusionQuery=audio | known are language, hyper",
            "fusionQuery=hyper fusion=add | fusionQuery=hyper has no effect beside fusion=add",
            "fusionReads=all fusion=none | fusionReads=all has no effect beside fusion=none",
            "languageReadout=max | known are none, mean",
            "shared=everything | known are none, language, hyper, language+hyper, fusion, language+fusion",
            "modalities=language | add hyper=concat",
            "hyper=swapped modalityEmbedding=false | leave modalityEmbedding=false out"
    })
    void whatCannotBeIsSaidInOneSentence(String options, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> Cases.with(SMALL, List.of(options.split(" "))));
        assertTrue(e.getMessage().startsWith("config: ") && e.getMessage().contains(message), e.getMessage());
    }

    private Tensor predict(AlmtModel model, boolean folded) {
        Tensor text = inputs.get("text");
        Tensor audio = inputs.get("audio");
        Tensor vision = inputs.get("vision");
        return folded ? FoldedAlmt.forward(model, text, audio, vision) : model.forward(text, audio, vision);
    }

    /** Slopes of the loss along a random direction of each parameter, by central differences in double. */
    private Map<String, Double> differences(AlmtModel model) {
        AlmtInDouble oracle = new AlmtInDouble(model);
        Map<String, Double> slopes = new LinkedHashMap<>();
        for (String name : model.parameters().keySet()) {
            double[] values = oracle.parameter(name);
            double[] direction = direction(name, values.length);
            double above = shifted(oracle, values, direction, STEP);
            double below = shifted(oracle, values, direction, -STEP);
            slopes.put(name, (above - below) / (2 * STEP));
        }
        return slopes;
    }

    private double shifted(AlmtInDouble oracle, double[] values, double[] direction, double step) {
        double[] before = values.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += step * direction[i];
        }
        double loss = oracle.loss(inputs.get("text"), inputs.get("audio"), inputs.get("vision"), labels);
        System.arraycopy(before, 0, values, 0, values.length);
        return loss;
    }

    /** 1 or -1 for each element. */
    private static double[] direction(String name, int length) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        double[] direction = new double[length];
        Arrays.setAll(direction, i -> random.nextBoolean() ? 1 : -1);
        return direction;
    }

    /** Initial parameters, all of them disturbed, so that no bias is 0 and no scale 1. */
    private static AlmtModel model(AlmtConfig config) {
        AlmtModel model = AlmtModel.initialised(config, 1);
        SplittableRandom random = new SplittableRandom(2);
        model.parameters().values().forEach(parameter -> {
            for (int i = 0; i < parameter.shape().count(); i++) {
                parameter.array()[parameter.offset() + i] += (float) (0.2 * random.nextGaussian());
            }
        });
        return model;
    }

    private void inputs(AlmtConfig c, int shorter) {
        SplittableRandom random = new SplittableRandom(3);
        inputs.put("text", tensor(random, BATCH, c.textLength() - shorter, c.textWidth()));
        inputs.put("audio", tensor(random, BATCH, c.audioLength() - shorter, c.audioWidth()));
        inputs.put("vision", tensor(random, BATCH, c.visionLength() - shorter, c.visionWidth()));
    }

    private Tensor labels() {
        return Tensor.of(labels, BATCH, 1);
    }

    private static Tensor tensor(SplittableRandom random, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.shape().count(); i++) {
            tensor.array()[tensor.offset() + i] = (float) random.nextGaussian();
        }
        return tensor;
    }
}
