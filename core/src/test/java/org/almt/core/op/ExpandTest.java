package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class ExpandTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Expand.class;
    }

    @Override
    protected List<OpCase> cases() {
        return List.of(
                of(OpCase.shape(), 5),
                of(OpCase.shape(), 2, 3),
                of(OpCase.shape(3), 3),
                of(OpCase.shape(1, 17), 4, 17),
                of(OpCase.shape(3, 1), 3, 33),
                of(OpCase.shape(2, 1, 3), 2, 5, 3),
                of(OpCase.shape(3), 2, 4, 3),
                of(OpCase.shape(1, 2, 1), 3, 2, 4),
                of(OpCase.shape(1, 2), 0, 2),
                of(OpCase.shape(2, 1), 2, 0));
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(OpCase.shape(1, 8, 130), 70, 8, 130), of(OpCase.shape(300, 1), 300, 200));
    }

    private static OpCase of(int[] from, int... to) {
        OpCase.Formula formula =
                x -> ElementwiseCases.broadcast(x[0], from, new double[Shape.of(to).count()], to, (a, b) -> a);
        return new OpCase(x -> Ops.expand(x[0], to), formula, from).named("to " + Shape.of(to)).roundings(64);
    }

    @Test
    void refusesToShrink() {
        String to = "; aligned at the last axis, each size must be 1 or stay";
        assertEquals("expand: [2,3] does not expand to [3]" + to, refusal(2, 3, OpCase.shape(3)));
        assertEquals("expand: [2,3] does not expand to [1,3]" + to, refusal(2, 3, OpCase.shape(1, 3)));
        assertEquals(
                "expand: shapes do not broadcast: [2,3] and [2,4]; aligned at the last axis, sizes must be equal or 1,"
                        + " but 3 meets 4. Reshape or expand one side.",
                refusal(2, 3, OpCase.shape(2, 4)));
    }

    private static String refusal(int rows, int width, int[] to) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.expand(Tensor.zeros(rows, width), to))
                .getMessage();
    }
}
