package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class CompareTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Compare.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        ElementwiseCases.binary(x -> Ops.less(x[0], shifted(x[1])), (a, b) -> a < b + 1 / 32.0 ? 1 : 0, -1, 1)
                .forEach(c -> cases.add(c.multiplesOf(1 / 16.0)));
        ElementwiseCases
                .binary(x -> Ops.greaterOrEqual(x[0], shifted(x[1])), (a, b) -> a >= b + 1 / 32.0 ? 1 : 0, -1, 1)
                .forEach(c -> cases.add(c.multiplesOf(1 / 16.0)));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases
                .largeBinary(x -> Ops.less(x[0], shifted(x[1])), (a, b) -> a < b + 1 / 32.0 ? 1 : 0, -1, 1)
                .stream().map(c -> c.multiplesOf(1 / 16.0)).toList();
    }

    /** Elements of y lie a half step off, so that no pair is near a tie. */
    private static Tensor shifted(Tensor y) {
        return Ops.addScalar(y, 1 / 32f);
    }

    @Test
    void allRelations() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, Float.NaN}, 4);
        Tensor y = Tensor.of(new float[] {2, 2, 2, Float.NaN}, 4);
        assertArrayEquals(new float[] {1, 0, 0, 0}, Ops.less(x, y).toArray());
        assertArrayEquals(new float[] {1, 1, 0, 0}, Ops.lessOrEqual(x, y).toArray());
        assertArrayEquals(new float[] {0, 0, 1, 0}, Ops.greater(x, y).toArray());
        assertArrayEquals(new float[] {0, 1, 1, 0}, Ops.greaterOrEqual(x, y).toArray());
        assertArrayEquals(new float[] {0, 1, 0, 0}, Ops.equal(x, y).toArray());
        assertArrayEquals(new float[] {1, 0, 1, 1}, Ops.notEqual(x, y).toArray());
    }
}
