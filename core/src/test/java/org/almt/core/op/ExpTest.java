package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class ExpTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Exp.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(Ops::exp, Math::exp, -3, 3);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(Ops::exp, Math::exp, -20, 5);
    }

    @Test
    void specialValues() {
        Tensor x = Tensor.of(new float[] {0, 1000, -1000, Float.NaN}, 4);
        assertArrayEquals(new float[] {1, Float.POSITIVE_INFINITY, 0, Float.NaN}, Ops.exp(x).toArray());
    }
}
