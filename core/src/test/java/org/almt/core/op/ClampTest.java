package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class ClampTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Clamp.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.unary(x -> Ops.clamp(x, -0.5f, 0.75f), x -> Math.min(Math.max(x, -0.5), 0.75), -1, 1,
                -0.5,
                0.75);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(x -> Ops.clamp(x, -0.5f, 0.75f), x -> Math.min(Math.max(x, -0.5), 0.75), -1, 1,
                -0.5,
                0.75);
    }

    @Test
    void theRangeItselfIsPassedOn() {
        Tensor x = Tensor.of(new float[] {-1, 0, 1, 2}, 4).requiresGrad(true);
        Ops.sum(Ops.clamp(x, 0, 1)).backward();
        assertArrayEquals(new float[] {0, 1, 1, 0}, x.grad().toArray());
        assertThrows(IllegalArgumentException.class, () -> Ops.clamp(x, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> Ops.clamp(x, Float.NaN, 0));
    }
}
