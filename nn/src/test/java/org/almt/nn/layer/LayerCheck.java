package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;

/** A layer against its formula in double: values, and gradients of all parameters and inputs against derivatives. */
public final class LayerCheck {
    private LayerCheck() {}

    /**
     * @param layer the layer, with its parameters
     * @param inputs the inputs by name; they share one map with the parameters
     * @param forward the layer on the inputs
     * @param naive the same in double on flat numbers, by name
     */
    public static void check(
            Layer layer, Map<String, Tensor> inputs, Function<Map<String, Tensor>, Tensor> forward,
            Function<Map<String, double[]>, double[]> naive) {
        inputs.values().forEach(input -> input.requiresGrad(true));
        Map<String, double[]> numbers = new LinkedHashMap<>(Doubles.of(layer));
        inputs.forEach((name, input) -> numbers.put(name, Doubles.of(input)));
        Tensor y = forward.apply(inputs);
        double[] expected = naive.apply(numbers);
        assertClose(layer + " forward", expected, y, 4e-6);

        Tensor weights = Doubles.random(77, y.shape().toArray());
        Ops.sum(Ops.mul(y, weights)).backward();
        double[] w = Doubles.of(weights);
        Map<String, Tensor> all = new LinkedHashMap<>(layer.parameters());
        all.putAll(inputs);
        all.forEach((name, tensor) -> assertClose(
                layer + " gradient of " + name,
                Doubles.derivative(numbers, name, p -> weighted(naive.apply(p), w)), tensor.grad(), 2e-5));
    }

    private static double weighted(double[] y, double[] weights) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * weights[i];
        }
        return sum;
    }
}
