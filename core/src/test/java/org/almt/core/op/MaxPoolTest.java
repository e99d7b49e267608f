package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class MaxPoolTest extends OpCheck {
    private static final ConvOptions PLAIN = ConvOptions.PLAIN;

    @Override
    protected Class<? extends Op> op() {
        return MaxPool.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (ConvOptions options : List.of(PLAIN, PLAIN.stride(2), PLAIN.padding(1), PLAIN.dilation(2),
                new ConvOptions(2, 1, 1, 0, 1, 2, 1))) {
            cases.add(of(new Convolutions(2, 5, 6, 3, 3, 2, 3, options)));
        }
        cases.add(of(new Convolutions(1, 1, 1, 1, 1, 1, 1, PLAIN)));
        Convolutions rows = new Convolutions(2, 1, 8, 3, 3, 1, 3, PLAIN.stride(2).flat());
        cases.add(new OpCase(x -> Ops.maxPool1d(spread(x[0]), 3, PLAIN.stride(2)), x -> formula(rows, x[0]),
                OpCase.shape(2, 8, 3)).named("rows").between(-1 / 64.0, 1 / 64.0).roundings(4096));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(new Convolutions(5, 30, 41, 17, 17, 3, 3, PLAIN.stride(2).padding(1))));
    }

    /** Elements far enough apart that no small step changes which one is the largest. */
    private static Tensor spread(Tensor x) {
        float[] order = new float[x.shape().count()];
        for (int i = 0; i < order.length; i++) {
            order[i] = step(i, order.length);
        }
        return Ops.add(x, Tensor.of(order, x.shape().toArray()));
    }

    private static float step(int i, int count) {
        return i * 7919L % count * 4f / 64;
    }

    private static OpCase of(Convolutions c) {
        return new OpCase(x -> Ops.maxPool2d(spread(x[0]), c.kh(), c.kw(), c.options()), x -> formula(c, x[0]), c.x())
                .named(c.toString()).between(-1 / 64.0, 1 / 64.0).roundings(4096);
    }

    private static double[] formula(Convolutions of, double[] inputs) {
        Convolutions c = new Convolutions(of.b(), of.h(), of.w(), of.c(), of.c(), of.kh(), of.kw(),
                of.options().groups(of.c()));
        double[] x = inputs.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] += step(i, x.length);
        }
        double[] y = new double[c.b() * c.outH() * c.outW() * c.c()];
        java.util.Arrays.fill(y, Double.NEGATIVE_INFINITY);
        c.forEach((at, k, to) -> y[to] = Math.max(y[to], x[at]));
        return y;
    }

    @Test
    void refusesPaddingThatLeavesWindowsEmpty() {
        assertThrows(IllegalArgumentException.class, () -> Ops.maxPool1d(Tensor.zeros(1, 4, 2), 2, PLAIN.padding(2)));
        assertThrows(IllegalArgumentException.class, () -> Ops.maxPool2d(Tensor.zeros(1, 4, 2), 2, 2, PLAIN));
    }
}
