package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class TransposeTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Transpose.class;
    }

    @Override
    protected List<OpCase> cases() {
        return List.of(
                of(0, 1, 2, 3),
                of(1, 0, 33, 4),
                of(0, 1, 2, 3, 4),
                of(1, 2, 2, 3, 5),
                of(0, 2, 2, 3, 5),
                of(0, 2, 2, 3, 4, 2),
                of(-1, -3, 2, 3, 4, 2),
                of(1, 1, 2, 3),
                of(0, 0, 5),
                of(0, 1, 0, 3),
                of(0, 1, 3, 1));
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(0, 1, 40, 50, 33), of(1, 2, 40, 45, 37), of(1, 3, 3, 20, 5, 300));
    }

    private static OpCase of(int i, int j, int... shape) {
        return new OpCase(x -> Ops.transpose(x[0], i, j), x -> transpose(x[0], shape, i, j), shape)
                .named("axes " + i + " and " + j);
    }

    private static double[] transpose(double[] x, int[] shape, int i, int j) {
        int rank = shape.length;
        int[] out = exchanged(shape, (i + rank) % rank, (j + rank) % rank);
        double[] y = new double[x.length];
        for (int at = 0; at < y.length; at++) {
            int[] index = new int[rank];
            int rest = at;
            for (int axis = rank - 1; axis >= 0; axis--) {
                index[axis] = rest % out[axis];
                rest /= out[axis];
            }
            index = exchanged(index, (i + rank) % rank, (j + rank) % rank);
            int from = 0;
            for (int axis = 0; axis < rank; axis++) {
                from = from * shape[axis] + index[axis];
            }
            y[at] = x[from];
        }
        return y;
    }

    private static int[] exchanged(int[] values, int i, int j) {
        int[] copy = values.clone();
        copy[i] = values[j];
        copy[j] = values[i];
        return copy;
    }

    @Test
    void refusesAnAxisThatIsNotThere() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Ops.transpose(Tensor.zeros(2, 3), 0, 2));
        assertEquals("transpose: [2,3] has no axis 2; its axes are 0 to 1, or -1 for the last", e.getMessage());
    }
}
