package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.OnesBackward;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class MaximumTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Maximum.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (OpCase.Use use : List.<OpCase.Use>of(x -> Ops.maximum(x[0], shifted(x[1])),
                x -> Ops.maximum(shifted(x[0]), x[1]))) {
            boolean left = cases.isEmpty();
            ElementwiseCases.binary(use, (a, b) -> left ? Math.max(a, b + 1 / 32.0) : Math.max(a + 1 / 32.0, b), -1, 1)
                    .forEach(c -> cases.add(c.multiplesOf(1 / 16.0)));
        }
        ElementwiseCases.binary(x -> Ops.minimum(x[0], shifted(x[1])), (a, b) -> Math.min(a, b + 1 / 32.0), -1, 1)
                .forEach(c -> cases.add(c.multiplesOf(1 / 16.0)));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return ElementwiseCases
                .largeBinary(x -> Ops.maximum(x[0], shifted(x[1])), (a, b) -> Math.max(a, b + 1 / 32.0), -1, 1)
                .stream().map(c -> c.multiplesOf(1 / 16.0)).toList();
    }

    /** Elements of y lie a half step off, so that no pair is near a tie. */
    private static Tensor shifted(Tensor y) {
        return Ops.addScalar(y, 1 / 32f);
    }

    @Test
    void tiesShareAndNaNShows() {
        Tensor x = Tensor.of(new float[] {1, 2, Float.NaN}, 3).requiresGrad(true);
        Tensor y = Tensor.of(new float[] {1, 3, 0}, 3).requiresGrad(true);
        Tensor z = Ops.maximum(x, y);
        assertArrayEquals(new float[] {1, 3, Float.NaN}, z.toArray());
        OnesBackward.of(z);
        assertArrayEquals(new float[] {0.5f, 0}, Arrays.copyOf(x.grad().toArray(), 2));
        assertArrayEquals(new float[] {0.5f, 1}, Arrays.copyOf(y.grad().toArray(), 2));
    }
}
