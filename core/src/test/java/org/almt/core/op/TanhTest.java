package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class TanhTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Tanh.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(Ops::tanh, Math::tanh, -3, 3);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(Ops::tanh, Math::tanh, -12, 12);
    }

    @Test
    void specialValues() {
        Tensor x = Tensor.of(new float[] {0, 50, -50, Float.NaN}, 4);
        assertArrayEquals(new float[] {0, 1, -1, Float.NaN}, Ops.tanh(x).toArray());
    }
}
