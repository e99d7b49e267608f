package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;

class SoftmaxTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Softmax.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int width : new int[] {1, 2, 7, 15, 16, 17, 31, 33, 65}) {
            cases.add(of(width, 3, width));
        }
        cases.add(of(5, 5));
        cases.add(of(5, 0, 5));
        cases.add(of(1, 4, 0));
        cases.add(of(4, 2, 3, 4));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(500, 70, 500).roundings(64));
    }

    private static OpCase of(int width, int... shape) {
        return new OpCase(x -> Ops.softmax(x[0]), x -> Formulas.softmax(x[0], width), shape).between(-4, 4).norm(1);
    }

    @Test
    void largeScoresDoNotOverflow() {
        Tensor y = Ops.softmax(Tensor.of(new float[] {1000, 1000, Float.NEGATIVE_INFINITY, -1000}, 4));
        Tolerance.assertSameBits("y", new float[] {0.5f, 0.5f, 0, 0}, y.toArray());
    }

    @Test
    void refusesAScalar() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Ops.softmax(Tensor.scalar(1)));
        assertEquals("softmax: [] has 0 axes; at least 1 needed", e.getMessage());
    }
}
