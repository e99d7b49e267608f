package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class DivTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Div.class;
    }

    @Override
    protected List<OpCase> cases() {
        return ElementwiseCases.binary(x -> Ops.div(x[0], x[1]), (a, b) -> a / b, 0.5, 2);
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases.largeBinary(x -> Ops.div(x[0], x[1]), (a, b) -> a / b, 0.5, 2);
    }

    @Test
    void refusesShapesThatDoNotBroadcast() {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> Ops.div(Tensor.zeros(2, 3), Tensor.zeros(4)));
        assertEquals(
                "div: shapes do not broadcast: [2,3] and [4]; aligned at the last axis, sizes must be equal or 1, but 3"
                        + " meets 4. Reshape or expand one side.",
                e.getMessage());
    }
}
