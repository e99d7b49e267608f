package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class ReshapeTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Reshape.class;
    }

    @Override
    protected List<OpCase> cases() {
        return List.of(
                of(OpCase.shape(6), 2, 3),
                of(OpCase.shape(2, 3), 3, -1),
                of(OpCase.shape(2, 3, 4), -1),
                of(OpCase.shape(1), OpCase.shape()),
                of(OpCase.shape(), 1, 1),
                of(OpCase.shape(0, 3), 3, 0),
                of(OpCase.shape(0, 3), -1, 3));
    }

    private static OpCase of(int[] from, int... to) {
        return new OpCase(x -> Ops.reshape(x[0], to), x -> x[0], from);
    }

    @Test
    void isAView() {
        Tensor x = Tensor.zeros(2, 3);
        Tensor y = Ops.reshape(x, 3, -1);
        assertSame(x.array(), y.array());
        assertEquals(Shape.of(3, 2), y.shape());
    }

    @Test
    void refusesWhatDoesNotFit() {
        String rule = "; the products of the sizes must be equal";
        assertEquals("reshape: [2,3] holds 6 numbers and cannot become [4,2]" + rule, refusal(4, 2));
        assertEquals("reshape: [2,3] holds 6 numbers and cannot become [4,-1]" + rule, refusal(4, -1));
        assertEquals("reshape: [2,3] holds 6 numbers and cannot become [0,-1]" + rule, refusal(0, -1));
        assertEquals("reshape: [-1,-1] has more than one -1 or another negative size; give one -1 at most",
                refusal(-1, -1));
        assertEquals("reshape: [-2,-3] has more than one -1 or another negative size; give one -1 at most",
                refusal(-2, -3));
        assertEquals(
                "reshape: [2,3] holds 6 numbers and cannot become [65536,65536,3,2]" + rule,
                refusal(65536, 65536, 3, 2));
    }

    private static String refusal(int... to) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.reshape(Tensor.zeros(2, 3), to)).getMessage();
    }
}
