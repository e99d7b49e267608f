package org.almt.model;

import static org.almt.model.FoldedEmbedding.Way.FACTORED;
import static org.almt.model.FoldedEmbedding.Way.FOLDED;
import static org.almt.model.FoldedEmbedding.Way.PRUNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.almt.core.Workspace;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.model.FoldedEmbedding.Way;
import org.almt.model.variant.EmbeddingStage;
import org.almt.model.variant.FusionReads;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The folded form against the plain one, on every way that it takes: outputs and all gradients. Sums are taken in
 * another order, so the bound is a number of roundings of the largest element; the most that was seen were 65.
 */
class FoldedAlmtTest {
    private static final double ROUNDINGS = 150;
    private static final int BATCH = 3;

    /** Sizes, in the order text, audio, vision where there are three. */
    enum Sizes {
        FEW_FEATURES(new int[] {4, 3, 2}, 8, 1, FusionReads.TOKEN, 0, false, true, FACTORED, FACTORED,
                FACTORED),
        MANY_FEATURES(new int[] {40, 30, 50}, 8, 1, FusionReads.TOKEN, 0, false, true, FOLDED,
                FOLDED, FOLDED),
        BOTH(new int[] {40, 5, 9}, 8, 1, FusionReads.TOKEN, 0, false, true, FOLDED,
                FACTORED, FACTORED),
        SHORTER_INPUTS(new int[] {40, 5, 4}, 8, 1, FusionReads.TOKEN, 3,
                false, true, FOLDED, FACTORED, FACTORED),
        DEEP_EMBEDDING(new int[] {4, 3, 40},
                8, 2, FusionReads.TOKEN, 0, false, true, PRUNED, PRUNED,
                PRUNED),
        NARROW_HEADS(new int[] {4, 3, 40}, 1, 1, FusionReads.TOKEN, 0,
                false, false, PRUNED, PRUNED, PRUNED),
        ALL_FUSED_ROWS(
                new int[] {40, 5, 4}, 8, 1, FusionReads.ALL, 0, false,
                true, FOLDED, FACTORED, FACTORED),
        GRADIENTS_OF_INPUTS(
                new int[] {4, 3, 2}, 8, 1, FusionReads.TOKEN, 0,
                true, true, FOLDED, FOLDED, FOLDED);

        private final AlmtConfig config;
        private final int shorter;
        private final boolean inputGradients;
        private final boolean fusionFolds;
        private final List<Way> ways;

        Sizes(
                int[] features, int headSize, int depth, FusionReads reads, int shorter, boolean inputGradients,
                boolean fusionFolds, Way... ways) {
            config = AlmtConfig.ofSizes(
                    6, features[0], 9, features[1], 20, features[2], 16, 2, 2, headSize, 4, 24, depth, 2, 2)
                    .with("fusionReads", reads.label());
            this.shorter = shorter;
            this.inputGradients = inputGradients;
            this.fusionFolds = fusionFolds;
            this.ways = List.of(ways);
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesInOutputsAndAllGradients(Sizes sizes) {
        AlmtModel model = model(sizes.config);
        Map<String, Tensor> inputs = inputs(sizes);
        Tensor text = inputs.get("text");
        Tensor audio = inputs.get("audio");
        Tensor vision = inputs.get("vision");
        assertEquals(sizes.ways, List.of(way(model.textEmbedding(), text),
                way(model.audioEmbedding(), audio), way(model.visionEmbedding(), vision)));
        assertEquals(sizes.fusionFolds, FoldedAttention.pays(1, sizes.config.tokens() + 1,
                ((ModalityEmbedding) model.textEmbedding()).lastBlock()),
                "fusion folds");

        Map<String, Tensor> leaves = new LinkedHashMap<>(model.parameters());
        if (sizes.inputGradients) {
            leaves.putAll(inputs);
        }
        Map<String, float[]> plain = run(model.forward(text, audio, vision), leaves);
        Map<String, float[]> folded = run(FoldedAlmt.forward(model, text, audio, vision), leaves);
        assertEquals(leaves.size() + 1, plain.size());
        plain.forEach((name, expected) -> {
            // zero in mathematics: the plain form's rounding is as large as the gradient beside it
            String scale = name.replace("norm_k.bias", "norm_k.weight");
            double norm = Tolerance.norm(doubles(plain.get(scale)));
            assertTrue(norm > 0, name + " takes no part");
            Tolerance.assertClose(sizes + " " + name, doubles(expected), folded.get(name), ROUNDINGS, norm);
        });
    }

    @ParameterizedTest
    @EnumSource
    void plannedExecutionGivesTheSameBitsInBothForms(Sizes sizes) {
        AlmtModel model = model(sizes.config);
        Map<String, Tensor> inputs = inputs(sizes);
        Tensor text = inputs.get("text");
        Tensor audio = inputs.get("audio");
        Tensor vision = inputs.get("vision");
        for (Supplier<Tensor> form : List.<Supplier<Tensor>>of(
                () -> model.forward(text, audio, vision), () -> FoldedAlmt.forward(model, text, audio, vision))) {
            Map<String, float[]> eager = run(form.get(), model.parameters());
            Program program = Program.trace(new Workspace(), () -> loss(form.get()));
            for (int step = 0; step < 2; step++) {
                model.parameters().values().forEach(Tensor::zeroGrad);
                program.forward();
                program.backward();
                model.parameters().forEach((name, parameter) -> Tolerance.assertSameBits(
                        sizes + " " + name, eager.get(name), parameter.gradOrZeros().toArray()));
            }
        }
    }

    private static Way way(EmbeddingStage embedding, Tensor u) {
        return FoldedEmbedding.way((ModalityEmbedding) embedding, u);
    }

    /** The output, and the gradient of each leaf by its name. */
    private static Map<String, float[]> run(Tensor prediction, Map<String, Tensor> leaves) {
        leaves.values().forEach(Tensor::zeroGrad);
        loss(prediction).backward();
        Map<String, float[]> results = new LinkedHashMap<>();
        results.put("prediction", prediction.toArray());
        leaves.forEach((name, leaf) -> results.put(name, leaf.gradOrZeros().toArray()));
        return results;
    }

    private static Tensor loss(Tensor prediction) {
        return Ops.mseLoss(prediction, tensor(new SplittableRandom(5), BATCH, 1));
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

    private static Map<String, Tensor> inputs(Sizes sizes) {
        AlmtConfig c = sizes.config;
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("text", tensor(random, BATCH, c.textLength() - sizes.shorter, c.textWidth()));
        inputs.put("audio", tensor(random, BATCH, c.audioLength() - sizes.shorter, c.audioWidth()));
        inputs.put("vision", tensor(random, BATCH, c.visionLength() - sizes.shorter, c.visionWidth()));
        if (sizes.inputGradients) {
            inputs.replaceAll((name, tensor) -> tensor.requiresGrad(true));
        }
        return inputs;
    }

    private static Tensor tensor(SplittableRandom random, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.shape().count(); i++) {
            tensor.array()[tensor.offset() + i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
