package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
    private static Tensor x() {
        return Tensor.of(new float[] {-1, 0.5f, 2}, 3).requiresGrad(true);
    }

    private static double[] product(double[][] x) {
        double[] z = x[0].clone();
        Arrays.setAll(z, i -> x[0][i] * x[1][i]);
        return z;
    }

    /** Its gradient is right if it comes first, and wrong for a value that is used twice. */
    @Test
    void aBackwardThatReplacesInsteadOfAdding() {
        GradientCheck check = GradientCheck.of(x -> new Replacing(x[0]).apply(),
                x -> Arrays.stream(x[0]).map(v -> 3 * v).toArray());
        Tensor x = Tensor.of(new float[] {1, 2}, 2).requiresGrad(true);
        assertTrue(check.run(x).worst() > 1e6);
    }

    private static final class Replacing extends Op {
        private final Tensor x;
        private final Tensor y;

        Replacing(Tensor x) {
            super("replacing", x);
            this.x = x;
            y = output(x.shape());
        }

        @Override
        protected void forward() {
            for (int i = 0; i < x.shape().count(); i++) {
                y.array()[y.offset() + i] = 3 * x.array()[x.offset() + i];
            }
        }

        @Override
        protected void backward() {
            Tensor dx = gradient(x);
            for (int i = 0; i < x.shape().count(); i++) {
                dx.array()[dx.offset() + i] = 3 * gradient(y).array()[gradient(y).offset() + i];
            }
        }
    }

    @Test
    void whatIsRightPasses() {
        Tensor constant = Tensor.of(new float[] {3, -1, 0.25f}, 3);
        GradientCheck.Report report =
                GradientCheck.of(x -> Ops.mul(x[0], x[1]), GradientCheckTest::product).run(x(), constant);
        report.requireWithin(1);
        assertEquals(2, report.gradients().size());
        assertEquals(0, report.gradients().get(1));
    }

    /** Gradients that were there before do not count. */
    @Test
    void gradientsMayHaveBegun() {
        Tensor x = x();
        Ops.sum(x).backward();
        GradientCheck.of(t -> Ops.mul(t[0], t[1]), GradientCheckTest::product).run(x, x().requiresGrad(true))
                .requireWithin(4);
    }

    @Test
    void aWrongValueIsFound() {
        GradientCheck.Report report = GradientCheck.of(x -> Ops.scale(x[0], 2.001f), x -> {
            double[] y = x[0].clone();
            Arrays.setAll(y, i -> 2 * x[0][i]);
            return y;
        }).run(x());
        assertTrue(report.value() > 1000);
        AssertionError e = assertThrows(AssertionError.class, () -> report.requireWithin(100));
        assertTrue(e.getMessage().startsWith("gradient check: "), e.getMessage());
    }

    /** The value is right; detach takes half of the slope away. */
    @Test
    void aWrongGradientIsFound() {
        GradientCheck.Report report = GradientCheck.of(x -> Ops.mul(x[0], x[0].detach()), x -> {
            double[] y = x[0].clone();
            Arrays.setAll(y, i -> x[0][i] * x[0][i]);
            return y;
        }).run(x());
        assertTrue(report.value() < 2);
        assertTrue(report.gradients().get(0) > 1e6);
        assertTrue(report.where().startsWith("gradient of input 0, element "), report.where());
    }

    @Test
    void nanIsWrongAndSizesMustAgree() {
        GradientCheck.Report report = GradientCheck.of(x -> Ops.sqrt(x[0]), x -> x[0]).run(x());
        assertThrows(AssertionError.class, () -> report.requireWithin(1e30));
        assertThrows(IllegalArgumentException.class,
                () -> GradientCheck.of(x -> Ops.sum(x[0]), x -> x[0]).run(x()));
    }
}
