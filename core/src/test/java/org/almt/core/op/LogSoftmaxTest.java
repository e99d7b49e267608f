package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class LogSoftmaxTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return LogSoftmax.class;
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
        return new OpCase(x -> Ops.logSoftmax(x[0]), x -> Formulas.logSoftmax(x[0], width), shape).between(-4, 4)
                .norm(4);
    }

    @Test
    void farScoresKeepTheirDigits() {
        Tensor y = Ops.logSoftmax(Tensor.of(new float[] {1000, 0, -1000, Float.NEGATIVE_INFINITY}, 4));
        assertArrayEquals(new float[] {0, -1000, -2000, Float.NEGATIVE_INFINITY}, y.toArray());
    }
}
