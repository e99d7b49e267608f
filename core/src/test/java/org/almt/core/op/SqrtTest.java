package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class SqrtTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Sqrt.class;
    }

    @Override
    protected List<OpCase> cases() {
        return Elementwise.unary(Ops::sqrt, Math::sqrt, 0.5, 3);
    }

    @Override
    protected List<OpCase> largeCases() {
        return Elementwise.large(Ops::sqrt, Math::sqrt, 0.1, 20);
    }

    @Test
    void specialValues() {
        Tensor x = Tensor.of(new float[] {0, 4, -1, Float.NaN, Float.POSITIVE_INFINITY}, 5);
        assertArrayEquals(new float[] {0, 2, Float.NaN, Float.NaN, Float.POSITIVE_INFINITY}, Ops.sqrt(x).toArray());
    }

    @Test
    void theGradientAtZeroIsZero() {
        Tensor x = Tensor.of(new float[] {0, 4}, 2).requiresGrad(true);
        Ops.sum(Ops.sqrt(x)).backward();
        assertArrayEquals(new float[] {0, 0.25f}, x.grad().toArray());
    }
}
