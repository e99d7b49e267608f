package org.almt.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.model.Preset;
import org.almt.nn.Parameters;
import org.almt.nn.optim.AdamW;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three models against their formulas in double, small; and at their full sizes by their counts. */
class BaselinesTest {
    private static final int B = 5;

    /** The models, with small sizes and no dropout. */
    enum Small {
        TFN(Tfn.SCHEMA, Tfn::new, Map.of(
                "textHidden", 3, "audioHidden", 2, "visionHidden", 3, "textOut", 2, "fusionWidth", 4, "outputLimit", 3,
                "audioDropout", 0, "visionDropout", 0, "fusionDropout", 0)),
        LMF(Lmf.SCHEMA, Lmf::new,
                Map.of(
                        "textHidden", 4, "audioHidden", 3, "visionHidden", 2, "rank", 3, "audioDropout", 0,
                        "visionDropout", 0,
                        "factorRate", 1, "trainFusionWeights", true)),
        MULT(Mult.SCHEMA, Mult::new,
                multSizes());

        private final BaselineConfig config;
        private final Function<BaselineConfig, FeatureModel> maker;

        Small(
                BaselineConfig.Schema schema, Function<BaselineConfig, FeatureModel> maker,
                Map<String, Object> sizes) {
            Map<String, Object> all = new LinkedHashMap<>(Map.of(
                    "textLength", 4, "textWidth", 5, "audioLength", 6, "audioWidth", 3, "visionLength", 5,
                    "visionWidth", 4));
            all.putAll(sizes);
            config = BaselineConfig.of(schema, all);
            this.maker = maker;
        }

        /** Vision has the width of the model already. */
        private static Map<String, Object> multSizes() {
            Map<String, Object> sizes = new LinkedHashMap<>(Map.of(
                    "width", 4, "heads", 2, "levels", 2, "textWindow", 3, "audioWindow", 1, "visionWindow", 1));
            for (String name : List.of(
                    "textDropout", "attentionDropout", "audioAttentionDropout", "visionAttentionDropout",
                    "reluDropout", "residualDropout", "embeddingDropout", "outputDropout")) {
                sizes.put(name, 0);
            }
            return sizes;
        }

        /** With biases and norms moved off their neutral first values. */
        FeatureModel model() {
            FeatureModel model = maker.apply(config);
            model.initialise(3);
            RandomStream random = new RandomStream(4, 1);
            model.parameters().values().forEach(tensor -> {
                for (int i = 0; i < tensor.shape().count(); i++) {
                    tensor.array()[tensor.offset() + i] += (float) (0.1 * random.nextGaussian());
                }
            });
            return model;
        }
    }

    private final Tensor text = random(5, B, 4, 5);
    private final Tensor audio = random(6, B, 6, 3);
    private final Tensor vision = random(7, B, 5, 4);
    private final Tensor labels = random(8, B, 1);

    private static Tensor random(long seed, int... sizes) {
        Tensor tensor = Tensor.zeros(sizes);
        RandomStream random = new RandomStream(seed, 0);
        for (int i = 0; i < tensor.shape().count(); i++) {
            tensor.array()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    @ParameterizedTest
    @EnumSource
    void predictsWhatTheFormulasSay(Small small) {
        FeatureModel model = small.model();
        Tensor y = model.forward(text, audio, vision);
        assertEquals("[" + B + ",1]", y.shape().toString());
        double[] expected = new BaselinesInDouble(small.config, model).predict(text, audio, vision);
        for (int b = 0; b < B; b++) {
            assertEquals(expected[b], y.array()[y.offset() + b], 1e-5);
        }
    }

    /** Of each parameter, in a random direction. */
    @ParameterizedTest
    @EnumSource
    void gradientsAreDerivativesOfTheFormulas(Small small) {
        FeatureModel model = small.model();
        BaselinesInDouble oracle = new BaselinesInDouble(small.config, model);
        Ops.sum(Ops.mul(model.forward(text, audio, vision), labels)).backward();
        model.parameters().forEach((name, parameter) -> {
            double[] direction = direction(parameter);
            double[] at = oracle.parameter(name);
            double h = 1e-5;
            double slope = (weighted(oracle, at, direction, h) - weighted(oracle, at, direction, -h)) / (2 * h);
            double found = 0;
            double size = 0;
            float[] gradient = parameter.grad().toArray();
            for (int i = 0; i < gradient.length; i++) {
                found += gradient[i] * direction[i];
                size += Math.abs(gradient[i] * direction[i]);
            }
            assertEquals(slope, found, 1e-4 * size + 1e-6, name);
        });
    }

    private static double[] direction(Tensor parameter) {
        double[] direction = new double[parameter.shape().count()];
        RandomStream random = new RandomStream(direction.length, 9);
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextGaussian();
        }
        return direction;
    }

    private double weighted(BaselinesInDouble oracle, double[] at, double[] direction, double step) {
        double[] before = at.clone();
        for (int i = 0; i < at.length; i++) {
            at[i] += step * direction[i];
        }
        double[] y = oracle.predict(text, audio, vision);
        System.arraycopy(before, 0, at, 0, at.length);
        double sum = 0;
        for (int b = 0; b < y.length; b++) {
            sum += y[b] * labels.array()[b];
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void learnsASmallBatchByHeart(Small small) {
        FeatureModel model = small.maker.apply(small.config);
        model.initialise(10);
        Parameters parameters = Parameters.of(model);
        AdamW adam = new AdamW(parameters, 2e-2, AdamW.Settings.withDecay(0));
        float first = Float.NaN;
        float loss = Float.NaN;
        for (int step = 0; step < 300; step++) {
            parameters.zeroGrad();
            Tensor error = Ops.l1Loss(model.forward(text, audio, vision), labels);
            error.backward();
            adam.step();
            loss = error.item();
            first = step == 0 ? loss : first;
        }
        assertTrue(loss < 0.2 * first, "from " + first + " to " + loss);
    }

    // ------------------------------------------------------------------ full sizes

    private static BaselineConfig full(BaselineConfig.Schema schema, Preset preset) {
        return BaselinePresets.model(schema, preset, preset.config());
    }

    /** Table 8 of ALMT's paper states 2.57 M. The count by hand is the sum over encoders, convolutions and the head. */
    @Test
    void multHasThePapersSize() {
        long parameters = new Mult(full(Mult.SCHEMA, Preset.MOSI)).parameterCount();
        assertEquals(6 * encoder(50, 4) + 3 * encoder(100, 4) + 50 * 5 * (768 + 5 + 20)
                + 2 * (300 * 300 + 300) + 301, parameters);
        assertEquals(2.57, parameters / 1e6, 0.005);
        assertEquals(
                6 * encoder(50, 2) + 3 * encoder(100, 3) + 50 * (5 * 768 + 33 + 709) + 2 * (300 * 300 + 300) + 301,
                new Mult(full(Mult.SCHEMA, Preset.SIMS)).parameterCount(), "memories have three layers at least");
    }

    /** Attention with biases, a feed-forward part of four times the width, two norms a layer, and one at the end. */
    private static long encoder(int width, int depth) {
        return depth * (12L * width * width + 9L * width + 4L * width) + 2L * width;
    }

    @Test
    void tfnSeesAllProducts() {
        Tfn tfn = new Tfn(full(Tfn.SCHEMA, Preset.MOSI));
        assertEquals("[64,140481]", tfn.parameter("post_fusion_layer_1.weight").shape().toString());
        long subnets = subnet(5, 32) + subnet(20, 128) + 4 * 128 * (768 + 128 + 2) + 32 * 129;
        assertEquals(subnets + 140_481 * 64 + 64 + 64 * 65 + 65, tfn.parameterCount());
    }

    private static long subnet(int in, int width) {
        return 2L * in + (in + 1L) * width + 2L * (width + 1) * width;
    }

    @Test
    void lmfLearnsAllButTheWeightsOfItsFusion() {
        BaselineConfig config = full(Lmf.SCHEMA, Preset.SIMS);
        Lmf lmf = new Lmf(config);
        assertEquals(
                subnet(33, 16) + subnet(709, 64) + 4 * 64 * (768 + 64 + 2) + 32 * 65 + 4 * (17 + 65 + 33) + 4 + 1,
                lmf.parameterCount());
        assertFalse(lmf.parameter("fusion.fusion_weights").requiresGrad());
        assertFalse(lmf.parameter("fusion.fusion_bias").requiresGrad());
        assertTrue(lmf.parameter("fusion.text_factor").requiresGrad());
        assertEquals(0.25, lmf.rate("fusion.text_factor"));
        assertEquals(1, lmf.rate("text_subnet.linear_1.weight"));
        assertTrue(new Lmf(config.with("trainFusionWeights", "true")).parameter("fusion.fusion_bias").requiresGrad());
    }

    @Test
    void configurationsComeBackAndNameWhatIsWrong() {
        BaselineConfig config = full(Mult.SCHEMA, Preset.MOSEI);
        assertEquals(config, BaselineConfig.of(Mult.SCHEMA, config.toMap()));
        assertEquals(8, (int) config.with("levels", "8").toMap().get("levels"));
        assertEquals("config: levels is 0; a whole number from 1 to 1000 is needed", refusal(config, "levels", 0));
        assertEquals(
                "config: textDropout is 1; a number from 0 to below 1 is needed", refusal(config, "textDropout", 1));
        assertTrue(refusal(config, "depth", 1).startsWith("config: there is no 'depth'; known names are textLength"));
        assertEquals(
                "config: 7 heads do not divide the width 30; choose another number",
                assertThrows(IllegalArgumentException.class, () -> new Mult(config.with("heads", 7))).getMessage());
    }

    private static String refusal(BaselineConfig config, String name, Object value) {
        return assertThrows(IllegalArgumentException.class, () -> config.with(name, value)).getMessage();
    }
}
