package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class MeanTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Mean.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int size : new int[] {1, 2, 7, 15, 16, 17, 31, 33, 48, 65}) {
            cases.add(all(size));
            cases.add(of(1, 3, size));
            cases.add(of(0, size, 3));
        }
        cases.add(all());
        cases.add(all(2, 3, 4));
        cases.add(of(1, 2, 3, 4));
        cases.add(of(-2, 2, 3, 4));
        cases.add(of(0, 5));
        cases.add(of(1, 0, 3));
        return cases;
    }

    /** A long row in chunks, many rows, and sums over rows. */
    @Override
    protected List<OpCase> largeCases() {
        return List.of(all(100_003), of(1, 700, 129), of(0, 700, 129), of(1, 30, 20, 130));
    }

    private static OpCase all(int... shape) {
        return new OpCase(x -> Ops.mean(x[0]), x -> reduce(x[0], new int[] {x[0].length}, 0), shape)
                .named("all").roundings(64).norm(1);
    }

    private static OpCase of(int axis, int... shape) {
        int over = axis < 0 ? axis + shape.length : axis;
        return new OpCase(x -> Ops.mean(x[0], axis), x -> reduce(x[0], shape, over), shape)
                .named("axis " + axis).roundings(64).norm(1);
    }

    private static double[] reduce(double[] x, int[] shape, int axis) {
        int inner = 1;
        for (int i = axis + 1; i < shape.length; i++) {
            inner *= shape[i];
        }
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= shape[i];
        }
        double[] y = new double[outer * inner];
        for (int i = 0; i < x.length; i++) {
            y[i / inner / shape[axis] * inner + i % inner] += x[i] / shape[axis];
        }
        return y;
    }

    @Test
    void refusesWhatHasNoMean() {
        Exception axis = assertThrows(IllegalArgumentException.class, () -> Ops.mean(Tensor.zeros(2, 3), 2));
        assertEquals("mean: [2,3] has no axis 2; its axes are 0 to 1, or -1 for the last", axis.getMessage());
        Exception empty = assertThrows(IllegalArgumentException.class, () -> Ops.mean(Tensor.zeros(2, 0), 1));
        assertEquals("mean: [2,0] holds no numbers, which have no mean", empty.getMessage());
    }
}
