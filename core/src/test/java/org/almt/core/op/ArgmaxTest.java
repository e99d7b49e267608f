package org.almt.core.op;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;

class ArgmaxTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Argmax.class;
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
        return List.of(of(1, 30, 70, 40));
    }

    /** Distinct elements: the index, shuffled, is added to each. */
    private static OpCase of(int axis, int... shape) {
        int count = Shape.of(shape).count();
        float[] order = new float[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) (i * 7919L % Math.max(1, count)) * 4;
        }
        return new OpCase(x -> Ops.argmax(Ops.add(x[0], Tensor.of(order, shape)), axis), x -> {
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
                y[i] = (best - first) / inner;
            }
            return y;
        }, shape).named("axis " + axis).roundings(1024);
    }
}
