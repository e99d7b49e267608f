package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class WhereTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Where.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int size : new int[] {0, 1, 7, 16, 33}) {
            cases.add(of(size));
            cases.add(of(2, size).constant(1));
        }
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(3, 25_001));
    }

    /** A row, a column and a single number. */
    @Test
    void sidesBroadcast() {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requiresGrad(true);
        Tensor mask = Tensor.of(new float[] {1, 0}, 2, 1);
        Tensor y = Ops.where(mask, x, Tensor.scalar(-1));
        assertArrayEquals(new float[] {1, 2, 3, -1, -1, -1}, y.toArray());
        Ops.sum(y).backward();
        assertArrayEquals(new float[] {1, 1, 1}, x.grad().toArray());
    }

    /** The mask is a comparison, so that it is 0 or 1. */
    private static OpCase of(int... shape) {
        return new OpCase(x -> Ops.where(Ops.greater(x[0], Tensor.scalar(0)), x[1], x[2]), x -> {
            double[] y = new double[x[0].length];
            for (int i = 0; i < y.length; i++) {
                y[i] = x[0][i] > 0 ? x[1][i] : x[2][i];
            }
            return y;
        }, shape, shape, shape).avoiding(0).constant(0);
    }

    @Test
    void whatIsNotChosenHasNoEffect() {
        Tensor x = Tensor.of(new float[] {Float.NaN, 2}, 2).requiresGrad(true);
        Tensor y = Ops.where(Tensor.of(new float[] {0, 1}, 2), Ops.scale(x, 3), Tensor.zeros(2));
        assertArrayEquals(new float[] {0, 6}, y.toArray());
        Ops.sum(y).backward();
        assertArrayEquals(new float[] {0, 3}, x.grad().toArray());
        assertThrows(IllegalArgumentException.class, () -> Ops.where(Tensor.zeros(2), x, Tensor.zeros(3)));
    }
}
