package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class RmsNormTest extends OpCheck {
    private static final float EPS = 1e-3f;

    @Override
    protected Class<? extends Op> op() {
        return RmsNorm.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int width : new int[] {1, 2, 7, 16, 17, 33}) {
            cases.add(of(true, width, 3, width));
            cases.add(of(false, width, width));
        }
        cases.add(of(true, 4, 2, 3, 4).constant(0));
        cases.add(of(true, 4, 2, 3, 4).constant(1));
        cases.add(of(true, 4, 0, 4));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(true, 300, 400, 300).roundings(512));
    }

    private static OpCase of(boolean scaled, int width, int... shape) {
        OpCase.Formula formula = x -> {
            double[] y = new double[x[0].length];
            for (int row = 0; row < y.length; row += width) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    sum += x[0][row + j] * x[0][row + j];
                }
                for (int j = 0; j < width; j++) {
                    y[row + j] = x[0][row + j] / Math.sqrt(sum / width + EPS) * (scaled ? x[1][j] : 1);
                }
            }
            return y;
        };
        OpCase c = scaled
                ? new OpCase(x -> Ops.rmsNorm(x[0], x[1], EPS), formula, shape, OpCase.shape(width))
                : new OpCase(x -> Ops.rmsNorm(x[0], null, EPS), formula, shape);
        return c.named("scaled " + scaled).norm(4).roundings(64);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals("rmsNorm: gamma has shape [3] but [4] is needed for rows of [2,4]",
                assertThrows(IllegalArgumentException.class,
                        () -> Ops.rmsNorm(Tensor.zeros(2, 4), Tensor.zeros(3), 0)).getMessage());
    }
}
