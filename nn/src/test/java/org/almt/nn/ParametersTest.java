package org.almt.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.Linear;
import org.junit.jupiter.api.Test;

class ParametersTest {
    /** y = b(a(x)). */
    private static final class Two extends Layer {
        final Linear a = child("a", new Linear(3, 2));
        final Linear b = child("b", new Linear(2, 1));

        Two() {
            initialise(4);
        }

        Tensor loss(Tensor x) {
            return Ops.sum(b.forward(a.forward(x)));
        }
    }

    private static Tensor rows() {
        return Tensor.of(new float[] {1, -2, 3, 0.5f, 0.25f, -1}, 2, 3);
    }

    @Test
    void packsValuesAndGradientsInTheModulesOrder() {
        Two layer = new Two();
        Map<String, float[]> before = new LinkedHashMap<>();
        layer.parameters().forEach((name, tensor) -> before.put(name, tensor.toArray()));
        Parameters parameters = Parameters.of(layer);
        assertEquals(3 * 2 + 2 + 2 + 1, parameters.size());
        assertEquals(List.copyOf(before.keySet()), parameters.names());
        int at = 0;
        for (var entry : layer.parameters().entrySet()) {
            Tensor tensor = entry.getValue();
            assertSame(parameters.values(), tensor.array());
            assertEquals(at, tensor.offset());
            assertArrayEquals(before.get(entry.getKey()), tensor.toArray());
            assertSame(parameters.gradients(), tensor.grad().array());
            assertEquals(at, tensor.grad().offset());
            at += tensor.shape().count();
        }
        assertEquals(List.of(new Parameters.Group("all", 0, 11)), parameters.groups());
    }

    @Test
    void backwardFillsThePackedGradientsWithWhatItFillsUnpackedOnes() {
        Two loose = new Two();
        loose.loss(rows()).backward();
        Two packed = new Two();
        Parameters parameters = Parameters.of(packed);
        packed.loss(rows()).backward();
        Map<String, Tensor> gradients = parameters.named(parameters.gradients());
        loose.parameters().forEach(
                (name, tensor) -> assertArrayEquals(tensor.grad().toArray(), gradients.get(name).toArray(), name));
        assertEquals(2, gradients.get("b.bias").item());

        packed.loss(rows()).backward();
        assertEquals(4, gradients.get("b.bias").item(), "gradients accumulate");
        parameters.zeroGrad();
        assertArrayEquals(new float[11], parameters.gradients());
    }

    @Test
    void frozenParametersStayOutAndGetNoGradient() {
        Two layer = new Two();
        layer.a.freeze();
        float[] frozen = layer.a.weight().toArray();
        Parameters parameters = Parameters.of(layer);
        assertEquals(List.of("b.weight", "b.bias"), parameters.names());
        layer.loss(rows()).backward();
        assertNull(layer.a.weight().grad());
        assertEquals(2, parameters.gradients()[2]);
        assertArrayEquals(frozen, layer.a.weight().toArray());
    }

    @Test
    void groupsAreContiguousInTheOrderInWhichTheyAppear() {
        Two layer = new Two();
        Parameters parameters = Parameters.of(layer, name -> name.endsWith("bias") ? "biases" : "weights");
        assertEquals(List.of("a.weight", "b.weight", "a.bias", "b.bias"), parameters.names());
        assertEquals(
                List.of(new Parameters.Group("weights", 0, 8), new Parameters.Group("biases", 8, 11)),
                parameters.groups());
        assertSame(parameters.values(), layer.b.bias().array());
        assertEquals(10, layer.b.bias().offset());
    }

    @Test
    void aChangeAfterForwardIsRefusedByBackward() {
        Two layer = new Two();
        Parameters parameters = Parameters.of(layer);
        Tensor loss = layer.loss(rows());
        parameters.values()[0] += 1;
        parameters.markModified();
        assertThrows(IllegalStateException.class, loss::backward);
    }

    @Test
    void namedWindowsShareAndNeedTheLayout() {
        Parameters parameters = Parameters.of(new Two());
        float[] moments = new float[11];
        parameters.named(moments).get("b.bias").fill(7);
        assertEquals(7, moments[10]);
        assertThrows(IllegalArgumentException.class, () -> parameters.named(new float[10]));
    }

    @Test
    void refusesParametersWithoutNumbers() {
        String message =
                assertThrows(IllegalStateException.class, () -> Parameters.of(new Linear(2, 2))).getMessage();
        assertTrue(message.startsWith("parameters: 'weight' holds NaN"), message);
    }

    @Test
    void noticesThatItsParametersWerePackedAgain() {
        Two layer = new Two();
        Parameters first = Parameters.of(layer);
        Parameters second = Parameters.of(layer);
        second.check();
        String message = assertThrows(IllegalStateException.class, first::check).getMessage();
        assertTrue(message.startsWith("parameters: 'a.weight' was packed again"), message);
    }

    @Test
    void aModuleWithNothingToTrainGivesEmptyArrays() {
        Two layer = new Two();
        layer.freeze();
        Parameters parameters = Parameters.of(layer);
        assertEquals(0, parameters.size());
        assertEquals(List.of(), parameters.groups());
        parameters.zeroGrad();
    }
}
