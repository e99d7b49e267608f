package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class SigmoidTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Sigmoid.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(Ops::sigmoid, x -> 1 / (1 + Math.exp(-x)), -5, 5);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(Ops::sigmoid, x -> 1 / (1 + Math.exp(-x)), -20, 20);
    }

    @Test
    void specialValues() {
        Tensor x = Tensor.of(new float[] {0, 200, -200, Float.NaN}, 4);
        assertArrayEquals(new float[] {0.5f, 1, 0, Float.NaN}, Ops.sigmoid(x).toArray());
    }
}
