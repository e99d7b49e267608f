package org.almt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.model.variant.HyperAttention;
import org.junit.jupiter.api.Test;

/**
 * The weights that are traced are those that the model used: with them, in double precision, its states come out again.
 */
class AttentionWeightsTest {
    private static final int BATCH = 2;
    private static final int WIDTH = 12;
    private static final int TOKENS = 3;
    private static final int HEADS = 2;
    private static final AlmtConfig CONFIG =
            AlmtConfig.ofSizes(4, 5, 6, 3, 7, 4, WIDTH, TOKENS, HEADS, 5, 4, 10, 1, 3, 1);

    private final AlmtModel model = model();
    private Map<String, Tensor> parameters = model.parameters();
    private final Tensor text = random(1, BATCH, 4, 5);
    private final Tensor audio = random(2, BATCH, 6, 3);
    private final Tensor vision = random(3, BATCH, 7, 4);
    private final AlmtStates states = model.states(text, audio, vision);
    private final AttentionWeights trace = AttentionWeights.of(model, text, audio, vision);

    /** With norms that do something: initially they multiply by 1 and add 0. */
    private static AlmtModel model() {
        return model(CONFIG);
    }

    private static AlmtModel model(AlmtConfig config) {
        AlmtModel model = AlmtModel.initialised(config, 3);
        RandomStream random = new RandomStream(4, 1);
        model.parameters().forEach((name, tensor) -> {
            if (name.contains("norm")) {
                for (int i = 0; i < tensor.shape().count(); i++) {
                    tensor.array()[tensor.offset() + i] += (float) random.nextGaussian() / 2;
                }
                tensor.markModified();
            }
        });
        return model;
    }

    private static Tensor random(int seed, int... sizes) {
        Tensor tensor = Tensor.zeros(sizes);
        RandomStream random = new RandomStream(seed, 1);
        for (int i = 0; i < tensor.array().length; i++) {
            tensor.array()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    @Test
    void rowsSumToOne() {
        for (Tensor weights : List.of(
                trace.text().getFirst(), trace.audio().orElseThrow().getFirst(),
                trace.vision().orElseThrow().getFirst(), trace.scales().get(1),
                trace.hyper().get(2).audio(), trace.hyper().get(2).vision())) {
            int columns = weights.shape().size(3);
            float[] values = weights.toArray();
            for (int row = 0; row < values.length / columns; row++) {
                double sum = 0;
                for (int j = 0; j < columns; j++) {
                    sum += values[row * columns + j];
                }
                assertEquals(1, sum, 1e-5);
            }
        }
    }

    /** (5): H_j = LN4(H_(j-1)) + W_out (alpha V_a + beta V_v) + b. */
    @Test
    void hyperModalityComesOutAgain() {
        for (int j = 1; j < 3; j++) {
            String layer = "h_hyper_layer.layers." + j + ".0.";
            for (int b = 0; b < BATCH; b++) {
                double[][] mixed = mix(trace.hyper().get(j).audio(), b,
                        linear(norm(rows(states.audio(), b), layer + "norm2"), layer + "fn.to_v_ta.weight"));
                double[][] fromVision = mix(trace.hyper().get(j).vision(), b,
                        linear(norm(rows(states.vision(), b), layer + "norm3"), layer + "fn.to_v_tv.weight"));
                for (int i = 0; i < TOKENS; i++) {
                    for (int d = 0; d < mixed[i].length; d++) {
                        mixed[i][d] += fromVision[i][d];
                    }
                }
                double[][] out = linear(mixed, layer + "fn.to_out.0.weight");
                double[][] before = norm(rows(states.hypers().get(j - 1), b), layer + "norm4");
                double[][] after = rows(states.hypers().get(j), b);
                float[] bias = parameters.get(layer + "fn.to_out.0.bias").toArray();
                for (int i = 0; i < TOKENS; i++) {
                    for (int d = 0; d < WIDTH; d++) {
                        assertEquals(after[i][d], before[i][d] + out[i][d] + bias[d], 1e-5);
                    }
                }
            }
        }
    }

    /** softmax(LN_q(x) W_q (LN_k(x) W_k)^T / sqrt E) of the audio embedding's tokens over tokens and frames. */
    @Test
    void embeddingWeightsAreTheSoftmax() {
        String block = "proj_a.1.encoder.layers.0.0.";
        float[] positions = parameters.get("proj_a.1.pos_embedding").toArray();
        float[] token = parameters.get("proj_a.1.extra_token").toArray();
        float[] bias = parameters.get("proj_a.0.bias").toArray();
        int headWidth = 5;
        for (int b = 0; b < BATCH; b++) {
            double[][] frames = linear(rows(audio, b), "proj_a.0.weight");
            double[][] x = new double[TOKENS + 6][WIDTH];
            for (int i = 0; i < x.length; i++) {
                for (int d = 0; d < WIDTH; d++) {
                    x[i][d] = positions[i * WIDTH + d]
                            + (i < TOKENS ? token[i * WIDTH + d] : frames[i - TOKENS][d] + bias[d]);
                }
            }
            double[][] q = linear(norm(x, block + "norm_q"), block + "fn.to_q.weight");
            double[][] k = linear(norm(x, block + "norm_k"), block + "fn.to_k.weight");
            for (int h = 0; h < HEADS; h++) {
                for (int i = 0; i < TOKENS; i++) {
                    double[] scores = new double[x.length];
                    double sum = 0;
                    for (int j = 0; j < x.length; j++) {
                        for (int e = h * headWidth; e < (h + 1) * headWidth; e++) {
                            scores[j] += q[i][e] * k[j][e] / Math.sqrt(headWidth);
                        }
                        scores[j] = Math.exp(scores[j]);
                        sum += scores[j];
                    }
                    for (int j = 0; j < x.length; j++) {
                        assertEquals(scores[j] / sum, trace.audio().orElseThrow().getLast().get(b, h, i, j), 1e-5);
                    }
                }
            }
        }
    }

    /**
     * Without layers the fusion's token reads the rows of all modalities: softmax over itself, language, audio, vision.
     */
    @Test
    void concatenatedRowsAreReadByTheFusion() {
        AlmtModel concatenating = model(CONFIG.with("hyper", "concat"));
        parameters = concatenating.parameters();
        AlmtStates given = concatenating.states(text, audio, vision);
        List<HyperAttention> traced = SideBySide.weights(concatenating, text, audio, vision);
        assertEquals(1, traced.size());
        assertEquals(List.of(), SideBySide.weights(model, text, audio, vision));
        String block = "fusion_layer.CrossTransformerEncoder.layers.0.0.";
        float[] token = parameters.get("fusion_layer.extra_token").toArray();
        float[] atTarget = parameters.get("fusion_layer.pos_embedding_t").toArray();
        float[] atSource = parameters.get("fusion_layer.pos_embedding_s").toArray();
        int headWidth = 5;
        for (int b = 0; b < BATCH; b++) {
            double[][] target = new double[1][WIDTH];
            double[][] source = new double[1 + 3 * TOKENS][WIDTH];
            for (int d = 0; d < WIDTH; d++) {
                target[0][d] = token[d] + atTarget[d];
                for (int i = 0; i < source.length; i++) {
                    Tensor part =
                            i <= TOKENS ? given.scales().getLast() : i <= 2 * TOKENS ? given.audio() : given.vision();
                    source[i][d] = atSource[i * WIDTH + d]
                            + (i == 0 ? token[d] : part.get(b, (i - 1) % TOKENS, d));
                }
            }
            double[][] q = linear(norm(target, block + "norm_q"), block + "fn.to_q.weight");
            double[][] k = linear(norm(source, block + "norm_k"), block + "fn.to_k.weight");
            for (int h = 0; h < HEADS; h++) {
                double[] scores = new double[source.length];
                double sum = 0;
                for (int j = 0; j < source.length; j++) {
                    for (int e = h * headWidth; e < (h + 1) * headWidth; e++) {
                        scores[j] += q[0][e] * k[j][e] / Math.sqrt(headWidth);
                    }
                    scores[j] = Math.exp(scores[j]);
                    sum += scores[j];
                }
                for (int j = 0; j < TOKENS; j++) {
                    assertEquals(scores[1 + TOKENS + j] / sum, traced.getFirst().audio().get(b, h, 0, j), 1e-5);
                    assertEquals(
                            scores[1 + 2 * TOKENS + j] / sum, traced.getFirst().vision().get(b, h, 0, j), 1e-5);
                }
            }
        }
    }

    private static double[][] rows(Tensor tensor, int sample) {
        int count = tensor.shape().size(1);
        int width = tensor.shape().size(2);
        double[][] rows = new double[count][width];
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < width; d++) {
                rows[i][d] = tensor.get(sample, i, d);
            }
        }
        return rows;
    }

    private double[][] norm(double[][] rows, String name) {
        float[] gamma = parameters.get(name + ".weight").toArray();
        float[] beta = parameters.get(name + ".bias").toArray();
        double[][] result = new double[rows.length][gamma.length];
        for (int i = 0; i < rows.length; i++) {
            double mean = 0;
            double variance = 0;
            for (double value : rows[i]) {
                mean += value / gamma.length;
            }
            for (double value : rows[i]) {
                variance += (value - mean) * (value - mean) / gamma.length;
            }
            for (int d = 0; d < gamma.length; d++) {
                result[i][d] = (rows[i][d] - mean) / Math.sqrt(variance + 1e-5) * gamma[d] + beta[d];
            }
        }
        return result;
    }

    /** Rows times the transpose of a weight [out, in]. */
    private double[][] linear(double[][] rows, String name) {
        Tensor weight = parameters.get(name);
        double[][] result = new double[rows.length][weight.shape().size(0)];
        for (int i = 0; i < rows.length; i++) {
            for (int o = 0; o < result[i].length; o++) {
                for (int d = 0; d < rows[i].length; d++) {
                    result[i][o] += rows[i][d] * weight.get(o, d);
                }
            }
        }
        return result;
    }

    /** Each head's weights times its part of the values. */
    private static double[][] mix(Tensor weights, int sample, double[][] values) {
        int headWidth = values[0].length / HEADS;
        double[][] mixed = new double[TOKENS][values[0].length];
        for (int i = 0; i < TOKENS; i++) {
            for (int d = 0; d < values[0].length; d++) {
                for (int j = 0; j < values.length; j++) {
                    mixed[i][d] += weights.get(sample, d / headWidth, i, j) * values[j][d];
                }
            }
        }
        return mixed;
    }
}
