package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class ReluTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Relu.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(Ops::relu, x -> Math.max(x, 0), -1, 1, 0);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(Ops::relu, x -> Math.max(x, 0), -1, 1, 0);
    }

    @Test
    void specialValues() {
        Tensor x = Tensor.of(new float[] {-1, 0, 2, Float.NaN, Float.POSITIVE_INFINITY}, 5);
        assertArrayEquals(new float[] {0, 0, 2, Float.NaN, Float.POSITIVE_INFINITY}, Ops.relu(x).toArray());
    }
}
