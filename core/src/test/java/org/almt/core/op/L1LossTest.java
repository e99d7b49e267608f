package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class L1LossTest extends OpCheck {
    private static final float HALF_STEP = 1 / 16f;

    @Override
    protected Class<? extends Op> op() {
        return L1Loss.class;
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
        return new OpCase(x -> Ops.l1Loss(x[0], Ops.addScalar(x[1], HALF_STEP)), x -> {
            double loss = 0;
            for (int i = 0; i < x[0].length; i++) {
                loss += term(x[0][i] - x[1][i] - HALF_STEP) / x[0].length;
            }
            return new double[] {loss};
        }, shape, shape).between(-3, 3).multiplesOf(2 * HALF_STEP);
    }

    private static double term(double d) {
        return Math.abs(d);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "l1Loss: shapes differ: [4,1] and [4]; they must be equal, reshape or expand one side",
                refusal(Tensor.zeros(4, 1), Tensor.zeros(4)));
        assertEquals("l1Loss: [0] holds no numbers, which have no mean", refusal(Tensor.zeros(0), Tensor.zeros(0)));
    }

    private static String refusal(Tensor prediction, Tensor target) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.l1Loss(prediction, target)).getMessage();
    }

    @Test
    void theSlopeAtZeroIsZero() {
        Tensor x = Tensor.of(new float[] {1, 2}, 2).requiresGrad(true);
        Ops.l1Loss(x, Tensor.of(new float[] {1, 5}, 2)).backward();
        assertEquals("[0.0, -0.5]", Arrays.toString(x.grad().toArray()));
    }
}
