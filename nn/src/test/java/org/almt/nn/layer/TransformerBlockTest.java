package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;
import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.rows;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

class TransformerBlockTest {
    private static final int B = 2;
    private static final int N = 3;
    private static final int M = 5;
    private static final int D = 6;
    private static final int HEADS = 2;
    private static final BlockSizes SMALL = new BlockSizes(D, HEADS, 4, 7);

    /** Names and order as in the reference's state_dict. */
    private static final List<String> NAMES = List.of(
            "0.norm_q.weight", "0.norm_q.bias", "0.norm_k.weight", "0.norm_k.bias", "0.norm_v.weight", "0.norm_v.bias",
            "0.fn.to_q.weight", "0.fn.to_k.weight", "0.fn.to_v.weight", "0.fn.to_out.0.weight", "0.fn.to_out.0.bias",
            "1.norm.weight", "1.norm.bias", "1.fn.net.0.weight", "1.fn.net.0.bias", "1.fn.net.3.weight",
            "1.fn.net.3.bias");

    @Test
    void namesShapesAndCountAreTheReferences() {
        TransformerBlock block = new TransformerBlock(new BlockSizes(128, 8, 64, 128));
        assertEquals(NAMES, List.copyOf(block.parameters().keySet()));
        assertEquals(17, block.parameters().size());
        assertEquals(296_320, block.parameterCount());
        assertEquals("[512,128]", block.parameter("0.fn.to_k.weight").shape().toString());
        assertEquals("[128,512]", block.parameter("0.fn.to_out.0.weight").shape().toString());
        assertEquals("[128]", block.parameter("0.norm_v.bias").shape().toString());

        TransformerBlock narrow = new TransformerBlock(new BlockSizes(128, 8, 64, 32));
        assertEquals("[32,128]", narrow.parameter("1.fn.net.0.weight").shape().toString());
        assertEquals("[128,32]", narrow.parameter("1.fn.net.3.weight").shape().toString());
    }

    /** The block in double on flat target and source, flat again. */
    private static double[] naive(Map<String, double[]> p, double[] target, double[] source, int sourceRows) {
        double[] y = new double[B * N * D];
        for (int b = 0; b < B; b++) {
            double[][] out = Naive.block(p, "", rows(target, b, N, D), rows(source, b, sourceRows, D), HEADS);
            for (int row = 0; row < N; row++) {
                System.arraycopy(out[row], 0, y, (b * N + row) * D, D);
            }
        }
        return y;
    }

    private static double weighted(double[] y, double[] weights) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * weights[i];
        }
        return sum;
    }

    @Test
    void valuesAgreeWithTheDefinitionInDouble() {
        TransformerBlock block = shaken(new TransformerBlock(SMALL), 1);
        Tensor target = random(2, B, N, D);
        Tensor source = random(3, B, M, D);
        double[] cross = naive(Doubles.of(block), Doubles.of(target), Doubles.of(source), M);
        assertClose("cross", cross, block.forward(target, source), 2e-6);
        double[] self = naive(Doubles.of(block), Doubles.of(target), Doubles.of(target), N);
        assertClose("self", self, block.forward(target), 2e-6);
    }

    @Test
    void gradientsOfCrossAttentionAgreeWithDerivativesInDouble() {
        TransformerBlock block = shaken(new TransformerBlock(SMALL), 4);
        Tensor target = random(5, B, N, D).requiresGrad(true);
        Tensor source = random(6, B, M, D).requiresGrad(true);
        Tensor weights = random(7, B, N, D);
        Ops.sum(Ops.mul(block.forward(target, source), weights)).backward();

        Map<String, double[]> all = Doubles.of(block);
        all.put("target", Doubles.of(target));
        all.put("source", Doubles.of(source));
        double[] w = Doubles.of(weights);
        Map<String, Tensor> tensors = block.parameters();
        tensors.put("target", target);
        tensors.put("source", source);
        assertGradients(all, tensors, p -> weighted(naive(p, p.get("target"), p.get("source"), M), w));
    }

    @Test
    void gradientsOfSelfAttentionAgreeWithDerivativesInDouble() {
        TransformerBlock block = shaken(new TransformerBlock(SMALL), 8);
        Tensor x = random(9, B, N, D).requiresGrad(true);
        Tensor weights = random(10, B, N, D);
        Ops.sum(Ops.mul(block.forward(x), weights)).backward();

        Map<String, double[]> all = Doubles.of(block);
        all.put("x", Doubles.of(x));
        double[] w = Doubles.of(weights);
        Map<String, Tensor> tensors = block.parameters();
        tensors.put("x", x);
        assertGradients(all, tensors, p -> weighted(naive(p, p.get("x"), p.get("x"), N), w));
    }

    private static void assertGradients(
            Map<String, double[]> all, Map<String, Tensor> tensors,
            ToDoubleFunction<Map<String, double[]>> loss) {
        tensors.forEach((name, tensor) -> {
            if (name.equals("0.norm_k.bias")) { // zero in mathematics
                for (float g : tensor.grad().toArray()) {
                    assertEquals(0, g, 1e-5, name);
                }
            } else {
                assertClose(name, Doubles.derivative(all, name, loss), tensor.grad(), 1e-5);
            }
        });
    }

    /** What lets a model compute only the rows that are read. */
    @Test
    void theFirstRowsAloneAreTheFirstRowsOfAll() {
        TransformerBlock block = shaken(new TransformerBlock(SMALL), 11);
        Tensor x = random(12, B, M, D);
        Tensor all = Ops.slice(block.forward(x), 1, 0, 2);
        Tensor first = block.forward(Ops.slice(x, 1, 0, 2), x);
        assertArrayEquals(all.toArray(), first.toArray(), 2e-6f);
    }

    @Test
    void encoderReturnsEveryState() {
        TransformerEncoder encoder = shaken(new TransformerEncoder(2, SMALL), 13);
        assertEquals(34, encoder.parameters().size());
        assertTrue(encoder.parameters().containsKey("layers.1.1.fn.net.3.bias"));
        Tensor x = random(14, B, N, D);
        List<Tensor> states = encoder.states(x);
        assertEquals(3, states.size());
        assertArrayEquals(x.toArray(), states.get(0).toArray());
        assertArrayEquals(encoder.layers().get(0).forward(x).toArray(), states.get(1).toArray());
        assertArrayEquals(encoder.layers().get(1).forward(states.get(1)).toArray(), states.get(2).toArray());
        assertArrayEquals(encoder.forward(x).toArray(), states.get(2).toArray());
    }

    @Test
    void crossTransformerKeepsItsSource() {
        CrossTransformer cross = shaken(new CrossTransformer(2, SMALL), 15);
        assertEquals("layers.0.0.norm_q.weight", cross.parameters().firstEntry().getKey());
        Tensor target = random(16, B, N, D);
        Tensor source = random(17, B, M, D);
        Tensor one = cross.layers().get(0).forward(target, source);
        Tensor two = cross.layers().get(1).forward(one, source);
        assertArrayEquals(two.toArray(), cross.forward(target, source).toArray());
        assertEquals(3, cross.states(target, source).size());
    }

    @Test
    void anEmptyStackPassesItsInputOn() {
        Tensor x = random(18, B, N, D);
        assertArrayEquals(x.toArray(), new TransformerEncoder(0, SMALL).forward(x).toArray());
    }
}
