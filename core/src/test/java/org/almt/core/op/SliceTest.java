package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class SliceTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Slice.class;
    }

    @Override
    protected List<OpCase> cases() {
        return List.of(
                of(0, 2, 5, 7),
                of(0, 0, 3, 3, 4),
                of(0, 1, 1, 3, 4),
                of(1, 1, 3, 1, 5, 4),
                of(1, 1, 3, 2, 5, 4),
                of(-1, 0, 1, 2, 3, 17),
                of(2, 3, 20, 2, 3, 33),
                of(1, 2, 2, 2, 3, 4),
                of(1, 0, 1, 0, 3, 4));
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(1, 8, 60, 40, 70, 130), of(0, 10, 600, 700, 129));
    }

    private static OpCase of(int axis, int from, int to, int... shape) {
        int cut = axis < 0 ? axis + shape.length : axis;
        return new OpCase(x -> Ops.slice(x[0], axis, from, to), x -> slice(x[0], shape, cut, from, to), shape)
                .named("axis " + axis + " from " + from + " to " + to);
    }

    private static double[] slice(double[] x, int[] shape, int axis, int from, int to) {
        int blocks = 1;
        for (int i = 0; i < axis; i++) {
            blocks *= shape[i];
        }
        int inner = 1;
        for (int i = axis + 1; i < shape.length; i++) {
            inner *= shape[i];
        }
        double[] y = new double[blocks * (to - from) * inner];
        for (int i = 0; i < y.length; i++) {
            int c = i % inner;
            int s = i / inner % (to - from);
            int a = i / inner / (to - from);
            y[i] = x[(a * shape[axis] + from + s) * inner + c];
        }
        return y;
    }

    @Test
    void isAViewWhereTheNumbersLieTogether() {
        Tensor x = Tensor.zeros(1, 4, 3);
        assertSame(x.array(), Ops.slice(x, 1, 1, 3).array());
        assertEquals(3, Ops.slice(x, 1, 1, 3).offset());
        assertNotSame(x.array(), Ops.slice(x, 2, 1, 3).array());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "slice: 1 to 5 (exclusive) is outside axis 1 of [2,4]; 0 <= from <= to <= 4 is needed",
                refusal(-1, 1, 5));
        assertEquals(
                "slice: 3 to 2 (exclusive) is outside axis 1 of [2,4]; 0 <= from <= to <= 4 is needed",
                refusal(1, 3, 2));
        assertEquals("slice: [2,4] has no axis 2; its axes are 0 to 1, or -1 for the last", refusal(2, 0, 1));
    }

    private static String refusal(int axis, int from, int to) {
        Tensor x = Tensor.zeros(2, 4);
        return assertThrows(IllegalArgumentException.class, () -> Ops.slice(x, axis, from, to)).getMessage();
    }
}
