package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class PowTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Pow.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>(ElementwiseCases.unary(x -> Ops.pow(x, 3), x -> x * x * x, -2, 2));
        cases.addAll(ElementwiseCases.unary(x -> Ops.pow(x, -2), x -> 1 / (x * x), 0.5, 2));
        cases.addAll(ElementwiseCases.unary(x -> Ops.pow(x, 1.5f), x -> x * Math.sqrt(x), 0.1, 2));
        cases.addAll(ElementwiseCases.unary(x -> Ops.pow(x, 0), x -> 1, -1, 1));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.large(x -> Ops.pow(x, 3), x -> x * x * x, -2, 2);
    }

    @Test
    void specialValues() {
        Tensor x = Tensor.of(new float[] {0, -1, 2}, 3).requiresGrad(true);
        assertArrayEquals(new float[] {1, Float.NaN, (float) Math.sqrt(2)},
                Ops.add(Ops.pow(x, 0.5f), Tensor.of(new float[] {1, 0, 0}, 3)).toArray());
        Ops.sum(Ops.pow(x, 2)).backward();
        assertArrayEquals(new float[] {0, -2, 4}, x.grad().toArray());
        assertEquals(0x1p100f, Ops.pow(x, 100).toArray()[2]);
    }
}
