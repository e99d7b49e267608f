package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class MseLossTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return MseLoss.class;
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

    private static OpCase of(int... shape) {
        return new OpCase(x -> Ops.mseLoss(x[0], x[1]), x -> {
            double loss = 0;
            for (int i = 0; i < x[0].length; i++) {
                loss += term(x[0][i] - x[1][i]) / x[0].length;
            }
            return new double[] {loss};
        }, shape, shape).between(-3, 3);
    }

    private static double term(double d) {
        return d * d;
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "mseLoss: shapes differ: [4,1] and [4]; they must be equal, reshape or expand one side",
                refusal(Tensor.zeros(4, 1), Tensor.zeros(4)));
        assertEquals("mseLoss: [0] holds no numbers, which have no mean", refusal(Tensor.zeros(0), Tensor.zeros(0)));
    }

    private static String refusal(Tensor prediction, Tensor target) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.mseLoss(prediction, target)).getMessage();
    }
}
