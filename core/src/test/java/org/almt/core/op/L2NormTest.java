package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class L2NormTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return L2Norm.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int width : new int[] {1, 2, 7, 15, 16, 17, 31, 33, 65}) {
            cases.add(of(width, 3, width));
        }
        cases.add(of(5, 5));
        cases.add(of(5, 0, 5));
        cases.add(of(4, 2, 3, 4));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(500, 70, 500).roundings(256));
    }

    private static OpCase of(int width, int... shape) {
        return new OpCase(x -> Ops.l2Norm(x[0]), x -> Formulas.l2Norm(x[0], width), shape).between(0.1, 2).norm(4);
    }

    @Test
    void theSlopeAtZeroIsZero() {
        Tensor x = Tensor.of(new float[] {3, 4, 0, 0}, 2, 2).requiresGrad(true);
        Ops.sum(Ops.l2Norm(x)).backward();
        assertArrayEquals(new float[] {0.6f, 0.8f, 0, 0}, x.grad().toArray());
    }
}
