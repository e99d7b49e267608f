package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.almt.core.GradMode;
import org.almt.core.Indices;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.Weights;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.optim.AdamW;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small GPT and its losses against PyTorch 1.13: scores, every gradient, a training run, and steps with caches. */
class TorchGptTest {
    private static final int WORDS = 11;
    private static final int WIDTH = 8;
    private static final int B = 2;
    private static final int N = 6;

    private static final class Gpt extends Layer {
        private final Embedding words = child("words", new Embedding(WORDS, WIDTH));
        private final LearnedPositions positions = child("positions", new LearnedPositions(N, WIDTH));
        private final TransformerStack blocks =
                child("blocks", new TransformerStack(2, BlockConfig.of(WIDTH, 2).names(BlockNames.TORCH)));
        private final LayerNorm norm = child("norm", new LayerNorm(WIDTH));
        private final Linear head = child("head", Linear.withoutBias(WIDTH, WORDS));

        /** Scores [B*N, words]. */
        Tensor forward(Indices ids) {
            Tensor x = positions.forward(Ops.reshape(words.forward(ids), B, N, WIDTH));
            return Ops.reshape(head.forward(norm.forward(blocks.forward(x, AttentionMask.causal()))), B * N, WORDS);
        }

        /** The scores of one more word of each sequence, [B, 1, words]. */
        Tensor step(Indices ids, List<KeyValueCache> caches) {
            Tensor x = Ops.reshape(words.forward(ids), B, 1, WIDTH);
            x = positions.forward(x, caches.get(0).length());
            return head.forward(norm.forward(blocks.step(x, caches)));
        }
    }

    private static Gpt load(Checkpoint record) throws IOException {
        Gpt gpt = new Gpt();
        Weights.load(record, gpt.parameters(), name -> name.startsWith("p/")
                ? Optional.of(name.equals("p/positions") ? "positions.weight" : name.substring(2))
                : Optional.empty());
        return gpt;
    }

    private static Indices indices(Checkpoint record, String name) throws IOException {
        return Indices.of(Arrays.stream(record.longs(name)).mapToInt(Math::toIntExact).toArray());
    }

    @Test
    void scoresAndGradientsArePyTorchs() throws IOException {
        try (Checkpoint record = Npz.open(Fixtures.path("torch/gpt.npz"))) {
            Gpt gpt = load(record);
            Tensor scores = gpt.forward(indices(record, "ids"));
            assertClose("scores", Doubles.of(record.tensor("scores")), scores, 2e-6);
            Ops.crossEntropy(scores, indices(record, "next")).backward();
            assertEquals(29, gpt.parameters().size());
            for (Map.Entry<String, Tensor> entry : gpt.parameters().entrySet()) {
                String name = entry.getKey().equals("positions.weight") ? "positions" : entry.getKey();
                assertClose(name, Doubles.of(record.tensor("g/" + name)), entry.getValue().grad(), 1e-5);
            }
        }
    }

    /** Ten steps of AdamW; the loss before each, and after the last. */
    @Test
    void theLossFallsAsPyTorchs() throws IOException {
        try (Checkpoint record = Npz.open(Fixtures.path("torch/gpt.npz"))) {
            Gpt gpt = load(record);
            Parameters parameters = Parameters.of(gpt);
            AdamW optimiser = new AdamW(parameters, 0.01, AdamW.Settings.withDecay(0.1));
            Indices ids = indices(record, "ids");
            Indices next = indices(record, "next");
            Program step = Program.trace(() -> Ops.crossEntropy(gpt.forward(ids), next));
            double[] expected = Doubles.of(record.tensor("curve"));
            double[] losses = new double[expected.length];
            for (int i = 0; i < losses.length; i++) {
                losses[i] = step.forward().item();
                parameters.zeroGrad();
                step.backward();
                optimiser.step();
            }
            assertArrayEquals(expected, losses, 2e-5);
        }
    }

    /** Words that come one by one have the bits of whole sequences. */
    @Test
    void stepsAreTheWhole() throws IOException {
        try (Checkpoint record = Npz.open(Fixtures.path("torch/gpt.npz"))) {
            Gpt gpt = load(record);
            gpt.train(false);
            Indices ids = indices(record, "ids");
            float[] whole = GradMode.noGrad(() -> gpt.forward(ids)).toArray();
            List<KeyValueCache> caches = gpt.blocks.caches(B, N);
            for (int n = 0; n < N; n++) {
                Indices now = Indices.of(ids.get(n), ids.get(N + n));
                float[] scores = GradMode.noGrad(() -> gpt.step(now, caches)).toArray();
                for (int b = 0; b < B; b++) {
                    assertArrayEquals(Arrays.copyOfRange(whole, (b * N + n) * WORDS, (b * N + n + 1) * WORDS),
                            Arrays.copyOfRange(scores, b * WORDS, (b + 1) * WORDS));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "ignored", "smoothed", "binary"})
    void lossesArePyTorchs(String name) throws IOException {
        try (Checkpoint record = Npz.open(Fixtures.path("torch/losses.npz"))) {
            Tensor x = record.tensor("scores").requiresGrad(true);
            Indices classes = indices(record, "classes");
            Tensor loss = switch (name) {
                case "binary" -> Ops.bceWithLogits(x, record.tensor("targets"));
                case "smoothed" -> Ops.crossEntropy(x, classes, -1, 0.1f);
                default -> Ops.crossEntropy(x, classes, -1, 0);
            };
            assertEquals(record.tensor(name).array()[0], loss.item(), 1e-6);
            loss.backward();
            assertClose(name, Doubles.of(record.tensor(name + "_gradient")), x.grad(), 1e-6);
        }
    }
}
