package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class BceWithLogitsTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return BceWithLogits.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int size : new int[] {1, 2, 7, 15, 16, 17, 33}) {
            cases.add(of(size));
            cases.add(of(size, 1).constant(1));
            cases.add(of(size).constant(0));
        }
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(3, 25_001).roundings(256));
    }

    /** Targets are between 0 and 1. */
    private static OpCase of(int... shape) {
        return new OpCase(x -> Ops.bceWithLogits(x[0], Ops.addScalar(Ops.scale(x[1], 0.5f), 0.5f)), x -> {
            double loss = 0;
            for (int i = 0; i < x[0].length; i++) {
                double target = x[1][i] / 2 + 0.5;
                double p = 1 / (1 + Math.exp(-x[0][i]));
                loss -= (target * Math.log(p) + (1 - target) * Math.log(1 - p)) / x[0].length;
            }
            return new double[] {loss};
        }, shape, shape).norm(1);
    }

    /** The loss was below 0, and fell without limit. */
    @Test
    void labelsOfMinusOne() {
        var e = assertThrows(IllegalArgumentException.class,
                () -> Ops.bceWithLogits(Tensor.zeros(2), Tensor.of(new float[] {1, -1}, 2)));
        assertEquals("bceWithLogits: the target at position 1 is -1.0; a number from 0 to 1 is needed, of labels -1 and"
                + " 1 use (1 + label) / 2", e.getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> Ops.bceWithLogits(Tensor.zeros(1), Tensor.full(Float.NaN, 1)));
    }

    /** The loss of a certain and right answer is exp(-|x|), not 0. */
    @Test
    void smallLossesKeepTheirDigits() {
        Tensor x = Tensor.of(new float[] {20, -20}, 2);
        Tensor loss = Ops.bceWithLogits(x, Tensor.of(new float[] {1, 0}, 2));
        assertEquals(StrictMath.exp(-20), loss.item(), 1e-15);
        assertEquals(200, Ops.bceWithLogits(Tensor.of(new float[] {200}, 1), Tensor.zeros(1)).item());
        assertThrows(IllegalArgumentException.class, () -> Ops.bceWithLogits(x, Tensor.zeros(3)));
    }
}
