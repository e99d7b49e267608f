package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class LogTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Log.class;
    }

    @Override
    protected List<OpCase> cases() {
        return Elementwise.unary(Ops::log, Math::log, 0.5, 3);
    }

    @Override
    protected List<OpCase> largeCases() {
        return Elementwise.large(Ops::log, Math::log, 0.1, 20);
    }

    @Test
    void specialValues() {
        Tensor x = Tensor.of(new float[] {1, 0, -1, Float.NaN, Float.POSITIVE_INFINITY}, 5);
        assertArrayEquals(new float[] {0, Float.NEGATIVE_INFINITY, Float.NaN, Float.NaN, Float.POSITIVE_INFINITY},
                Ops.log(x).toArray());
    }
}
