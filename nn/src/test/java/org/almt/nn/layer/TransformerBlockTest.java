package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;
import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.rows;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformerBlockTest {
    private static final int B = 2;
    private static final int N = 3;
    private static final int M = 5;
    private static final int D = 6;
    private static final int HEADS = 2;
    private static final BlockConfig PLAIN = BlockConfig.of(D, HEADS).headWidth(4).hidden(7);
    private static final BlockConfig VIT = PLAIN.normForEachInput().withoutInputBiases().names(BlockNames.VIT);

    /** Query i sees key j if j - i &lt;= 1. */
    private static final Tensor SCORES = scores(N, M, (i, j) -> j - i <= 1);

    /** Blocks of several forms, each with its formula in double. */
    enum Form {
        GPT(PLAIN, "", AttentionMask.causal(), (i, j) -> j - i <= M - N, Naive::gelu),
        ALMT(VIT, "qkv", AttentionMask.NONE, (i, j) -> true, Naive::gelu),
        BERT(PLAIN.postNorm().eps(0.1f).names(BlockNames.BERT), "post", AttentionMask.NONE, (i, j) -> true,
                Naive::gelu),
        RELU_PACKED_AND_MASKED(
                PLAIN.activation(Ops::relu).names(BlockNames.PLAIN.withAttention(AttentionNames.TORCH)), "packed",
                AttentionMask.of(SCORES), (i, j) -> j - i <= 1, x -> Math.max(x, 0));

        private final BlockConfig config;
        private final String kind;
        private final AttentionMask mask;
        private final Naive.Sees sees;
        private final DoubleUnaryOperator activation;

        Form(BlockConfig config, String kind, AttentionMask mask, Naive.Sees sees, DoubleUnaryOperator activation) {
            this.config = config;
            this.kind = kind;
            this.mask = mask;
            this.sees = sees;
            this.activation = activation;
        }
    }

    private static Tensor scores(int queries, int keys, Naive.Sees sees) {
        float[] scores = new float[queries * keys];
        for (int i = 0; i < queries; i++) {
            for (int j = 0; j < keys; j++) {
                scores[i * keys + j] = sees.key(i, j) ? 0 : Float.NEGATIVE_INFINITY;
            }
        }
        return Tensor.of(scores, queries, keys);
    }

    /** The formulas, from the tensors of a block in the order of its parameters. */
    private static final class InDouble {
        private final Form form;
        private final Map<String, double[]> p;
        private final BlockNames names;

        InDouble(Form form, Map<String, double[]> p) {
            this.form = form;
            this.p = p;
            names = form.config.names();
        }

        double[] of(double[] target, double[] source, int sourceRows) {
            double[] y = new double[B * N * D];
            for (int b = 0; b < B; b++) {
                double[][] out = block(rows(target, b, N, D), rows(source, b, sourceRows, D));
                for (int row = 0; row < N; row++) {
                    System.arraycopy(out[row], 0, y, (b * N + row) * D, D);
                }
            }
            return y;
        }

        private double[][] block(double[][] target, double[][] source) {
            String norm = names.queryNorm();
            if (form.kind.equals("post")) {
                double[][] x = norm(norm, Naive.add(target, attention(target, source, source)));
                return norm(names.norm(), Naive.add(x, network(x)));
            }
            boolean three = form.kind.equals("qkv");
            double[][] x = Naive.add(target, attention(norm(norm, target), norm(three ? names.keyNorm() : norm, source),
                    norm(three ? names.valueNorm() : norm, source)));
            return Naive.add(x, network(norm(names.norm(), x)));
        }

        private double[][] attention(double[][] query, double[][] key, double[][] value) {
            double[][] mixed = Naive.attention(
                    projected(0, query), projected(1, key), projected(2, value), HEADS, form.sees);
            return affine(names.attention() + "." + names.attentionParts().out(), mixed);
        }

        private double[][] projected(int part, double[][] x) {
            AttentionNames parts = names.attentionParts();
            String prefix = names.attention() + ".";
            int at = parts.weights().size() == 1 ? 0 : part;
            double[] weight = p.get(prefix + parts.weights().get(at));
            double[] bias = p.get(prefix + parts.biases().get(at)); // null in a block without
            if (parts.weights().size() == 1) {
                int inner = bias.length / 3;
                weight = Arrays.copyOfRange(weight, part * inner * D, (part + 1) * inner * D);
                bias = Arrays.copyOfRange(bias, part * inner, (part + 1) * inner);
            }
            return Naive.linear(x, weight, bias);
        }

        private double[][] network(double[][] x) {
            return affine(names.out(), Naive.map(affine(names.in(), x), form.activation));
        }

        private double[][] norm(String name, double[][] x) {
            double eps = form.kind.equals("post") ? 0.1f : 1e-5;
            return Naive.layerNorm(x, p.get(name + ".weight"), p.get(name + ".bias"), eps);
        }

        private double[][] affine(String name, double[][] x) {
            return Naive.linear(x, p.get(name + ".weight"), p.get(name + ".bias"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesAndGradientsOfCrossAttentionAgreeWithTheFormulasInDouble(Form form) {
        TransformerBlock block = shaken(new TransformerBlock(form.config), 4);
        Tensor target = random(5, B, N, D).requiresGrad(true);
        Tensor source = random(6, B, M, D).requiresGrad(true);
        Map<String, Tensor> tensors = block.parameters();
        tensors.put("target", target);
        tensors.put("source", source);
        check(form, block.forward(target, source, form.mask), tensors, M);
    }

    @ParameterizedTest
    @EnumSource(names = {"ALMT", "BERT"})
    void valuesAndGradientsOfSelfAttentionAgreeWithTheFormulasInDouble(Form form) {
        TransformerBlock block = shaken(new TransformerBlock(form.config), 8);
        Tensor x = random(9, B, N, D).requiresGrad(true);
        Map<String, Tensor> tensors = block.parameters();
        tensors.put("target", x);
        check(form, block.forward(x), tensors, N);
    }

    private static void check(Form form, Tensor y, Map<String, Tensor> tensors, int sourceRows) {
        Map<String, double[]> all = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> all.put(name, Doubles.of(tensor)));
        String source = tensors.containsKey("source") ? "source" : "target";
        assertClose(
                form + " values", new InDouble(form, all).of(all.get("target"), all.get(source), sourceRows), y, 4e-6);
        Tensor weights = random(7, B, N, D);
        double[] w = Doubles.of(weights);
        Ops.sum(Ops.mul(y, weights)).backward();
        tensors.forEach((name, tensor) -> {
            double[] slopes = Doubles.derivative(all, name, p -> {
                double[] values = new InDouble(form, p).of(p.get("target"), p.get(source), sourceRows);
                double sum = 0;
                for (int i = 0; i < values.length; i++) {
                    sum += values[i] * w[i];
                }
                return sum;
            });
            if (name.equals("0.norm_k.bias") || name.endsWith("key.bias")) { // zero in mathematics
                for (float g : tensor.grad().toArray()) {
                    assertEquals(0, g, 2e-5, name);
                }
            } else {
                assertClose(form + " gradient of " + name, slopes, tensor.grad(), 2e-5);
            }
        });
    }

    /** Names and order as in the checkpoints of ALMT's reference and of Hugging Face's BERT. */
    @Test
    void namesAndShapesAreThoseOfTheCheckpoints() {
        TransformerBlock almt = new TransformerBlock(BlockConfig.of(128, 8).headWidth(64).hidden(128)
                .normForEachInput().withoutInputBiases().names(BlockNames.VIT));
        assertEquals(List.of("0.norm_q.weight", "0.norm_q.bias", "0.norm_k.weight", "0.norm_k.bias", "0.norm_v.weight",
                "0.norm_v.bias", "0.fn.to_q.weight", "0.fn.to_k.weight", "0.fn.to_v.weight", "0.fn.to_out.0.weight",
                "0.fn.to_out.0.bias", "1.norm.weight", "1.norm.bias", "1.fn.net.0.weight", "1.fn.net.0.bias",
                "1.fn.net.3.weight", "1.fn.net.3.bias"), List.copyOf(almt.parameters().keySet()));
        assertEquals(296_320, almt.parameterCount());
        assertEquals("[512,128]", almt.parameter("0.fn.to_k.weight").shape().toString());
        assertEquals("[128,512]", almt.parameter("0.fn.to_out.0.weight").shape().toString());
        assertEquals("[128]", almt.parameter("0.norm_v.bias").shape().toString());

        TransformerBlock bert = new TransformerBlock(BlockConfig.of(768, 12).postNorm().names(BlockNames.BERT));
        assertEquals(List.of("attention.self.query.weight", "attention.self.query.bias", "attention.self.key.weight",
                "attention.self.key.bias", "attention.self.value.weight", "attention.self.value.bias",
                "attention.output.dense.weight", "attention.output.dense.bias", "attention.output.LayerNorm.weight",
                "attention.output.LayerNorm.bias", "intermediate.dense.weight", "intermediate.dense.bias",
                "output.dense.weight", "output.dense.bias", "output.LayerNorm.weight", "output.LayerNorm.bias"),
                List.copyOf(bert.parameters().keySet()));
        assertEquals(7_087_872, bert.parameterCount());

        TransformerBlock plain = new TransformerBlock(BlockConfig.of(8, 2));
        assertEquals(List.of("attention_norm.weight", "attention_norm.bias", "attention.query.weight",
                "attention.query.bias", "attention.key.weight", "attention.key.bias", "attention.value.weight",
                "attention.value.bias", "attention.out.weight", "attention.out.bias", "mlp_norm.weight",
                "mlp_norm.bias", "mlp.in.weight", "mlp.in.bias", "mlp.out.weight", "mlp.out.bias"),
                List.copyOf(plain.parameters().keySet()));
        assertEquals("[32,8]", plain.parameter("mlp.in.weight").shape().toString());
    }

    /** Because of this property, a model may compute only the rows that are read. */
    @Test
    void theFirstRowsAloneAreTheFirstRowsOfAll() {
        TransformerBlock block = shaken(new TransformerBlock(VIT), 11);
        Tensor x = random(12, B, M, D);
        Tensor all = Ops.slice(block.forward(x), 1, 0, 2);
        Tensor first = block.forward(Ops.slice(x, 1, 0, 2), x);
        assertArrayEquals(all.toArray(), first.toArray(), 2e-6f);
    }

    @Test
    void aCausalBlockDoesNotSeeWhatComesLater() {
        TransformerBlock block = shaken(new TransformerBlock(PLAIN), 19);
        Tensor x = random(20, 1, M, D);
        float[] before = block.forward(x, x, AttentionMask.causal()).toArray();
        float[] changed = x.toArray();
        changed[(M - 1) * D] += 1;
        Tensor other = Tensor.of(changed, 1, M, D);
        float[] after = block.forward(other, other, AttentionMask.causal()).toArray();
        for (int i = 0; i < before.length; i++) {
            assertEquals(i < (M - 1) * D, before[i] == after[i], "element " + i);
        }
    }

    @Test
    void theHalvesOfAPreNormBlockMakeTheWhole() {
        TransformerBlock block = shaken(new TransformerBlock(PLAIN), 21);
        Tensor target = random(22, B, N, D);
        Tensor source = random(23, B, M, D);
        Tensor x = Ops.add(target, block.attend(target, source, AttentionMask.NONE));
        assertArrayEquals(
                block.forward(target, source).toArray(), block.feedForward(x, AttentionMask.NONE).toArray());
        TransformerBlock post = shaken(new TransformerBlock(PLAIN.postNorm()), 24);
        assertThrows(IllegalStateException.class, () -> post.feedForward(x, AttentionMask.NONE));
    }

    @Test
    void initialisersAndSizesAreThoseOfTheConfiguration() {
        TransformerBlock block = new TransformerBlock(
                PLAIN.initialisers(Initialiser.constant(2), Initialiser.constant(3)));
        block.initialise(1);
        assertEquals(2, block.parameter("attention.query.weight").get(0, 0));
        assertEquals(3, block.parameter("mlp.out.bias").get(0));
        assertEquals(
                "block: 4 heads do not divide the width 6; choose another number, or call headWidth(e)",
                assertThrows(IllegalArgumentException.class, () -> new TransformerBlock(BlockConfig.of(6, 4)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> BlockConfig.of(0, 1));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.hidden(0));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.headWidth(0));
    }

    @Test
    void aStackReturnsEveryState() {
        TransformerStack stack = shaken(new TransformerStack(2, VIT), 13);
        assertEquals(34, stack.parameters().size());
        assertTrue(stack.parameters().containsKey("layers.1.1.fn.net.3.bias"));
        Tensor x = random(14, B, N, D);
        List<Tensor> states = stack.states(x);
        assertEquals(3, states.size());
        assertArrayEquals(x.toArray(), states.get(0).toArray());
        assertArrayEquals(stack.blocks().get(0).forward(x).toArray(), states.get(1).toArray());
        assertArrayEquals(stack.blocks().get(1).forward(states.get(1)).toArray(), states.get(2).toArray());
        assertArrayEquals(stack.forward(x).toArray(), states.get(2).toArray());
    }

    @Test
    void aStackKeepsItsSource() {
        TransformerStack stack = shaken(new TransformerStack(2, VIT), 15);
        Tensor target = random(16, B, N, D);
        Tensor source = random(17, B, M, D);
        Tensor one = stack.blocks().get(0).forward(target, source);
        Tensor two = stack.blocks().get(1).forward(one, source);
        assertArrayEquals(two.toArray(), stack.forward(target, source).toArray());
    }

    @Test
    void aSharedBlockIsPassedAgain() {
        TransformerStack stack = shaken(TransformerStack.shared(3, VIT), 25);
        assertEquals(17, stack.parameters().size());
        Tensor x = random(26, B, N, D);
        TransformerBlock block = stack.last();
        assertArrayEquals(block.forward(block.forward(block.forward(x))).toArray(), stack.forward(x).toArray());
    }

    @Test
    void anEmptyStackPassesItsInputOn() {
        Tensor x = random(18, B, N, D);
        assertArrayEquals(x.toArray(), new TransformerStack(0, VIT).forward(x).toArray());
    }
}
