package org.almt.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.nn.Layer;

/**
 * Layers and functions one after the other.
 *
 * <pre>{@code
 * Sequential net = new Sequential()
 *         .add(new Linear(784, 64), Linear::forward)
 *         .add(Ops::relu)
 *         .add(new Linear(64, 10), Linear::forward);
 * Tensor scores = net.forward(x);
 * }</pre>
 *
 * <p>Children are {@code 0}, {@code 1}, …, and functions take a number too, as in PyTorch. The second layer above is
 * {@code 2}.
 *
 * <p>Use it if each step needs only the result of the step before. For anything else write a {@link Layer} with a
 * {@code forward} method.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Sequential extends Layer {
    private final List<UnaryOperator<Tensor>> steps = new ArrayList<>();

    /** An empty sequence: the identity. */
    public Sequential() {}

    /** Appends a layer and the method that applies it, such as {@code Linear::forward}. */
    public <L extends Layer> Sequential add(L layer, BiFunction<? super L, Tensor, Tensor> use) {
        Checks.given("Sequential.add", "use", use);
        Checks.given("Sequential.add", "layer", layer);
        child(Integer.toString(steps.size()), layer);
        steps.add(x -> use.apply(layer, x));
        return this;
    }

    /** Appends a function without parameters, such as {@code Ops::relu}. */
    public Sequential add(UnaryOperator<Tensor> function) {
        Checks.given("Sequential.add", "function", function);
        steps.add(function);
        return this;
    }

    /** Applies all steps in order. */
    public Tensor forward(Tensor x) {
        Tensor result = x;
        for (UnaryOperator<Tensor> step : steps) {
            result = step.apply(result);
        }
        return result;
    }

    /** For example {@code Sequential(3 steps)}. */
    @Override
    public String toString() {
        return "Sequential(" + steps.size() + " steps)";
    }
}
