package org.almt.core;

import java.util.function.Supplier;
import org.almt.core.op.Checks;

/**
 * Segments of a computation. A {@link Program} discards their values after the forward pass, and recomputes them before
 * their backward pass. This saves memory and costs time (gradient checkpointing; Chen et al., "Training deep nets with
 * sublinear memory cost", 2016). In a stack of layers with one segment each, memory holds the input of every layer, and
 * the inner values of one layer. The cost is at most one more forward pass.
 *
 * <pre>{@code
 * for (Layer layer : layers) {
 *     Tensor input = x;
 *     x = Recomputation.of(() -> layer.forward(input));
 * }
 * }</pre>
 *
 * <p>The bits of results and gradients do not change. Eager execution ignores segments: it keeps every tensor that is
 * still referenced.
 *
 * <p>Threads: safe for many at once.
 */
public final class Recomputation {
    private Recomputation() {}

    /** Runs {@code body}. Its ops form a segment. Inside another segment, they belong to the outer one. */
    public static Tensor of(Supplier<Tensor> body) {
        Checks.given("Recomputation.of", "body", body);
        Execution now = Execution.current();
        return now.segment() != null ? body.get() : now.inSegment(new Object()).run(body);
    }
}
