package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class MulTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Mul.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.binary(x -> Ops.mul(x[0], x[1]), (a, b) -> a * b, -1, 1);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.largeBinary(x -> Ops.mul(x[0], x[1]), (a, b) -> a * b, -1, 1);
    }

    @Test
    void refusesShapesThatDoNotBroadcast() {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> Ops.mul(Tensor.zeros(2, 3), Tensor.zeros(4)));
        assertEquals(
                "mul: shapes do not broadcast: [2,3] and [4]; aligned at the last axis, sizes must be equal or 1, but 3"
                        + " meets 4. Reshape or expand one side.",
                e.getMessage());
    }
}
