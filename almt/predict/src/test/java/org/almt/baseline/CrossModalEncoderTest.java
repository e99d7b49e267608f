package org.almt.baseline;

import static org.almt.testsdata.Tolerance.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossModalEncoderTest {
    private static Tensor random(long seed, int... sizes) {
        Tensor tensor = Tensor.zeros(sizes);
        RandomStream random = new RandomStream(seed, 0);
        for (int i = 0; i < tensor.shape().count(); i++) {
            tensor.array()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** The short form beside the plain one: the same bits of values; gradients up to the order of sums. */
    @ParameterizedTest
    @CsvSource({"1, 1, 7", "3, 2, 17", "4, 3, 40"})
    void theLastRowAloneIsTheLastOfAll(int batch, int depth, int rows) {
        CrossModalEncoder encoder = new CrossModalEncoder(
                8, 2, depth, new CrossModalEncoder.Dropouts(0, 0, 0, 0));
        encoder.initialise(5);
        Tensor weights = random(2, batch, 8);
        Tensor x = random(1, batch, rows, 8).requiresGrad(true);
        Tensor last = Ops.reshape(Ops.slice(encoder.forward(x), 1, rows - 1, rows), batch, 8);
        Ops.sum(Ops.mul(last, weights)).backward();
        Map<String, float[]> expected = new LinkedHashMap<>();
        encoder.parameters().forEach((name, tensor) -> expected.put(name, tensor.grad().toArray()));
        float[] ofInput = x.grad().toArray();
        encoder.parameters().values().forEach(Tensor::zeroGrad);
        Tensor other = random(1, batch, rows, 8).requiresGrad(true);
        Tensor alone = encoder.last(other);
        Ops.sum(Ops.mul(alone, weights)).backward();
        assertSameBits("the row", last.toArray(), alone.toArray());
        encoder.parameters().forEach((name, tensor) -> near(name, expected.get(name), tensor.grad().toArray()));
        near("input", ofInput, other.grad().toArray());
    }

    private static void near(String what, float[] expected, float[] actual) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-5f * largest + 1e-7f, what + " " + i);
        }
    }
}
