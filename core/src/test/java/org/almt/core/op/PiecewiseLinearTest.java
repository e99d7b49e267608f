package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class PiecewiseLinearTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return PiecewiseLinear.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>(ElementwiseCases.unary(Ops::abs, Math::abs, -1, 1, 0));
        cases.addAll(ElementwiseCases.unary(x -> Ops.leakyRelu(x, 0.25f), x -> x > 0 ? x : x / 4, -1, 1, 0));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(Ops::abs, Math::abs, -1, 1, 0);
    }

    @Test
    void slopesAtZeroArePyTorchs() {
        Tensor x = Tensor.of(new float[] {0}, 1).requiresGrad(true);
        Ops.sum(Ops.abs(x)).backward();
        assertEquals(0, x.grad().item());
        Ops.sum(Ops.leakyRelu(x, 0.25f)).backward();
        assertEquals(0.25f, x.grad().item());
    }
}
