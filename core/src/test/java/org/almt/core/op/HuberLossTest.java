package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class HuberLossTest extends OpCheck {
    private static final float HALF_STEP = 1 / 16f;

    @Override
    protected Class<? extends Op> op() {
        return HuberLoss.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int size : new int[] {1, 2, 7, 15, 16, 17, 31, 33, 65}) {
            cases.add(of(size));
            cases.add(of(size, 1).constant(1));
        }
        cases.add(of());
        cases.add(of(2, 3));
        return cases;
    }

    /** Differences are odd multiples of 1/16: none comes near a kink. */
    private static OpCase of(int... shape) {
        return new OpCase(x -> Ops.huberLoss(x[0], Ops.addScalar(x[1], HALF_STEP), 0.75f), x -> {
            double loss = 0;
            for (int i = 0; i < x[0].length; i++) {
                loss += term(x[0][i] - x[1][i] - HALF_STEP) / x[0].length;
            }
            return new double[] {loss};
        }, shape, shape).between(-3, 3).multiplesOf(2 * HALF_STEP);
    }

    private static double term(double d) {
        return Math.abs(d) <= 0.75 ? d * d / 2 : 0.75 * (Math.abs(d) - 0.375);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "huberLoss: shapes differ: [4,1] and [4]; they must be equal, reshape or expand one side",
                refusal(Tensor.zeros(4, 1), Tensor.zeros(4)));
        assertEquals("huberLoss: [0] holds no numbers, which have no mean", refusal(Tensor.zeros(0), Tensor.zeros(0)));
    }

    private static String refusal(Tensor prediction, Tensor target) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.huberLoss(prediction, target, 0.75f))
                .getMessage();
    }

    @Test
    void refusesADeltaThatIsNotPositive() {
        Tensor x = Tensor.zeros(1);
        for (float delta : new float[] {0, -1, Float.NaN}) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> Ops.huberLoss(x, x, delta));
            assertEquals("huberLoss: delta = " + delta + " must be positive", e.getMessage());
        }
    }
}
