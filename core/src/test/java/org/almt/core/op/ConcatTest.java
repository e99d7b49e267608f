package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class ConcatTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return Concat.class;
    }

    @Override
    protected List<OpCase> cases() {
        return List.of(
                of(0, 1, 1, OpCase.shape(3), OpCase.shape(2)),
                of(0, 1, 5, OpCase.shape(3, 5), OpCase.shape(1, 5), OpCase.shape(2, 5)),
                of(1, 2, 3, OpCase.shape(2, 2, 3), OpCase.shape(2, 17, 3)),
                of(-1, 6, 1, OpCase.shape(2, 3, 1), OpCase.shape(2, 3, 4)),
                of(1, 2, 3, OpCase.shape(2, 0, 3), OpCase.shape(2, 2, 3)),
                of(1, 0, 3, OpCase.shape(0, 2, 3), OpCase.shape(0, 1, 3)),
                of(0, 1, 4, OpCase.shape(2, 4)),
                of(1, 2, 2, OpCase.shape(2, 1, 2), OpCase.shape(2, 3, 2)).constant(1));
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(1, 40, 130, OpCase.shape(40, 8, 130), OpCase.shape(40, 33, 130)));
    }

    /** Inputs as [blocks, size, inner] with the axis in the middle. */
    private static OpCase of(int axis, int blocks, int inner, int[]... shapes) {
        return new OpCase(x -> Ops.concat(axis, x), x -> concat(x, blocks, inner), shapes).named("axis " + axis);
    }

    private static double[] concat(double[][] parts, int blocks, int inner) {
        List<Double> y = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            for (double[] part : parts) {
                int size = part.length / blocks / inner;
                for (int i = 0; i < size * inner; i++) {
                    y.add(part[block * size * inner + i]);
                }
            }
        }
        return y.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void aTensorPutBesideItselfGetsBothGradients() {
        Tensor x = Tensor.of(new float[] {1, 2}, 1, 2).requiresGrad(true);
        Tensor y = Ops.concat(0, x, x);
        Ops.sum(Ops.mul(y, Tensor.of(new float[] {1, 2, 3, 4}, 2, 2))).backward();
        assertEquals("[4.0, 6.0]", Arrays.toString(x.grad().toArray()));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "concat: shapes differ beside axis 1: [[2,3], [3,3]]; only the sizes along that axis may differ",
                refusal(1, Tensor.zeros(2, 3), Tensor.zeros(3, 3)));
        assertEquals(
                "concat: shapes differ beside axis 0: [[2,3], [2]]; only the sizes along that axis may differ",
                refusal(0, Tensor.zeros(2, 3), Tensor.zeros(2)));
        assertEquals("concat: nothing to put together; give at least one tensor", refusal(0));
        assertEquals(
                "concat: [2,3] has no axis 2; its axes are 0 to 1, or -1 for the last", refusal(2, Tensor.zeros(2, 3)));
        assertEquals("concat: [] has no axis 0; a scalar has none", refusal(0, Tensor.scalar(1)));
    }

    private static String refusal(int axis, Tensor... parts) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.concat(axis, parts)).getMessage();
    }
}
