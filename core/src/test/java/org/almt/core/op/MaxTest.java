package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.OnesBackward;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class MaxTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Max.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
            cases.add(of(axis, 3, 4, 5));
            cases.add(of(axis, 1, 1, 1));
        }
        cases.add(of(0, 17));
        cases.add(of(1, 0, 3));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(1, 30, 70, 40), of(1, 40, 2000), of(0, 50, 1500));
    }

    /** Distinct elements: the index, shuffled, is added to each. */
    private static OpCase of(int axis, int... shape) {
        int count = Shape.of(shape).count();
        float[] order = new float[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) (i * 7919L % Math.max(1, count)) * 4;
        }
        return new OpCase(x -> Ops.max(Ops.add(x[0], Tensor.of(order, shape)), axis), x -> {
            int inner = 1;
            for (int i = axis + 1; i < shape.length; i++) {
                inner *= shape[i];
            }
            double[] y = new double[count / shape[axis]];
            for (int i = 0; i < y.length; i++) {
                int best = i / inner * shape[axis] * inner + i % inner;
                int first = best;
                for (int s = 1; s < shape[axis]; s++) {
                    int at = first + s * inner;
                    best = x[0][at] + order[at] > x[0][best] + order[best] ? at : best;
                }
                y[i] = x[0][best] + order[best];
            }
            return y;
        }, shape).named("axis " + axis).roundings(1024);
    }

    @Test
    void theFirstOfEqualsAndNaN() {
        Tensor x = Tensor.of(new float[] {3, 3, 1, 5, Float.NaN, Float.NaN}, 2, 3).requiresGrad(true);
        Tensor y = Ops.max(x, 1);
        assertArrayEquals(new float[] {3, Float.NaN}, y.toArray());
        OnesBackward.of(y);
        assertArrayEquals(new float[] {1, 0, 0, 0, 1, 0}, x.grad().toArray());
        Exception e = assertThrows(IllegalArgumentException.class, () -> Ops.max(Tensor.zeros(2, 0), 1));
        assertEquals("max: axis 1 of [2,0] has no elements, and so no largest one", e.getMessage());
    }
}
