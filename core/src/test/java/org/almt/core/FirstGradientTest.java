package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A gradient that an op of a program writes first has the same bits as a gradient that it adds to zeros. */
class FirstGradientTest {
    private static final int ROWS = 6;
    private static final int WIDTH = 40;

    private static Tensor random(int seed, int... sizes) {
        RandomStream random = new RandomStream(seed, 0);
        float[] values = new float[Shape.of(sizes).count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 == 0 ? -0f : 2 * random.nextFloat() - 1;
        }
        return Tensor.of(values, sizes);
    }

    private static Map<String, UnaryOperator<Tensor>> ops() {
        Map<String, UnaryOperator<Tensor>> ops = new LinkedHashMap<>();
        Tensor weight = random(1, 24, WIDTH);
        Tensor row = random(2, WIDTH);
        Tensor other = random(3, 2, ROWS, WIDTH);
        Indices classes = Indices.of(3, 1, 39, 7, 7, 7, 0, 2, 7, 5, 6, 38);
        ops.put("linear", x -> Ops.linear(x, weight, null));
        ops.put("gelu", Ops::gelu);
        ops.put("relu", Ops::relu);
        ops.put("layerNorm", x -> Ops.layerNorm(x, row, row, 1e-5f));
        ops.put("add", x -> Ops.add(x, other));
        ops.put("add, second", x -> Ops.add(other, x));
        ops.put("add, repeated", x -> Ops.add(x, Ops.scale(x, 2)));
        ops.put("add to itself", x -> Ops.add(x, x));
        ops.put("add a row", x -> Ops.add(x, row));
        ops.put("crossEntropy", x -> Ops.crossEntropy(x, classes));
        ops.put("crossEntropy, ignored", x -> Ops.crossEntropy(x, classes, 7, 0.1f));
        ops.put("attention", x -> Ops.attention(x, Ops.scale(x, 2), Ops.scale(x, 3), 4, 0.3f));
        ops.put("causal attention", x -> Ops.causalAttention(Ops.scale(x, 2), x, Ops.scale(x, 3), 4, 0.3f));
        ops.put("attention of one tensor", x -> Ops.attention(x, x, x, 4, 0.3f));
        ops.put("sum", x -> Ops.scale(Ops.sum(x), -0f));
        ops.put("mean", Ops::mean);
        ops.put("a view", x -> Ops.gelu(Ops.reshape(x, 2 * ROWS, WIDTH)));
        ops.put("read twice", x -> Ops.add(Ops.gelu(x), Ops.mul(x, other)));
        return ops;
    }

    private static Tensor loss(Tensor x, UnaryOperator<Tensor> op) {
        Tensor y = op.apply(Ops.scale(x, 1.5f));
        return Ops.sum(Ops.mul(y, y));
    }

    @TestFactory
    Stream<DynamicTest> sameBitsAsAdded() {
        return ops().entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
            Tensor x = random(4, 2, ROWS, WIDTH).requiresGrad(true);
            loss(x, each.getValue()).backward();
            float[] eager = x.grad().toArray();
            Tensor traced = random(4, 2, ROWS, WIDTH).requiresGrad(true);
            Program program = Program.trace(() -> loss(traced, each.getValue()));
            for (int run = 0; run < 3; run++) { // from the second on, memory is used again
                traced.zeroGrad();
                program.forward();
                program.backward();
                assertArrayEquals(bits(eager), bits(traced.grad().toArray()), "run " + run);
            }
        }));
    }

    @Test
    void noRowCounts() {
        Tensor x = random(5, 2, WIDTH).requiresGrad(true);
        Indices classes = Indices.of(7, 7);
        Program program = Program.trace(() -> Ops.add(Ops.crossEntropy(Ops.scale(x, 2), classes, 7, 0),
                Ops.sum(Ops.gelu(Ops.scale(x, 3)))));
        program.forward();
        program.backward();
        float[] first = x.grad().toArray();
        x.zeroGrad();
        program.forward();
        program.backward();
        assertArrayEquals(first, x.grad().toArray());
        assertEquals(2 * WIDTH, first.length);
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
