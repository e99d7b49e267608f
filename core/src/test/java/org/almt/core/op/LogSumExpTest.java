package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.OnesBackward;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class LogSumExpTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return LogSumExp.class;
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
        return new OpCase(x -> Ops.logSumExp(x[0]), x -> Formulas.logSumExp(x[0], width), shape).between(-4, 4).norm(4);
    }

    @Test
    void neitherOverflowsNorLosesNothing() {
        float none = Float.NEGATIVE_INFINITY;
        Tensor x = Tensor.of(new float[] {1000, none, none, none}, 2, 2).requiresGrad(true);
        Tensor y = Ops.logSumExp(x);
        assertArrayEquals(new float[] {1000, none}, y.toArray());
        OnesBackward.of(y);
        assertArrayEquals(new float[] {1, 0, 0, 0}, x.grad().toArray());
    }
}
