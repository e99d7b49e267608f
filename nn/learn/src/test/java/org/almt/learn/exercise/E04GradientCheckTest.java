package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.almt.core.GradientCheck;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E04GradientCheckTest implements Graded {
    @Test
    void theGradientIsWithinSixteenRoundings() {
        GradientCheck.of(in -> E04GradientCheck.squareplus(in[0]),
                in -> Arrays.stream(in[0]).map(v -> (v + Math.sqrt(v * v + 4)) / 2).toArray())
                .run(Tensor.of(new float[] {-5, -1, -0.1f, 0, 0.4f, 2, 7}, 7).requiresGrad(true)).requireWithin(16);
    }

    @Test
    void gradientsAreAdded() {
        Tensor x = Tensor.of(new float[] {0, 0}, 2).requiresGrad(true);
        Ops.sum(Ops.add(E04GradientCheck.squareplus(x), E04GradientCheck.squareplus(x))).backward();
        assertArrayEquals(new float[] {1, 1}, x.grad().toArray(), "0.5 from each of two uses");
    }

    @Override
    public float[] answers() {
        Tensor x = Tensor.of(new float[] {-3.3f, -0.7f, 0.01f, 1.9f, 12}, 5).requiresGrad(true);
        Ops.sum(E04GradientCheck.squareplus(x)).backward();
        return x.grad().toArray();
    }
}
