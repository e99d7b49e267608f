package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.almt.core.op.DropoutSource;
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

    /** The value is right, but detach removes half of the gradient. */
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

    // ------------------------------------------------------------------ without a formula

    /** The engine has these gradients, checked elsewhere. What the check may miss is 1 part in 16,000. */
    @Test
    void withoutAFormulaWhatIsRightPasses() {
        Tensor gain = Tensor.of(new float[] {1, 2, -1}, 3);
        List<GradientCheck.Use> functions = List.of(x -> Ops.mul(x[0], x[0]), x -> Ops.exp(x[0]), x -> Ops.tanh(x[0]),
                x -> Ops.gelu(x[0]), x -> Ops.softmax(x[0]), x -> Ops.layerNorm(x[0], gain, gain, 1e-5f),
                x -> Ops.sum(Ops.pow(x[0], 3)), x -> Ops.scale(x[0], 1000), x -> Ops.relu(x[0]));
        for (GradientCheck.Use function : functions) {
            GradientCheck.Report report = GradientCheck.of(function).run(x());
            report.requireWithin(16);
            assertTrue(report.doubt() < 1000, report.toString());
        }
    }

    /** By one part in 2,000, which is six roundings of a half-precision number. */
    @Test
    void withoutAFormulaASlightlyWrongGradientIsFound() {
        GradientCheck.Report report = GradientCheck.of(x -> Ops.mul(x[0], Ops.add(Ops.scale(x[0], 0.999f),
                Ops.scale(x[0].detach(), 0.001f)))).run(x());
        assertTrue(report.worst() > 1000, report.toString());
        assertTrue(report.where().startsWith("gradient of input 0, element "), report.where());
        assertThrows(AssertionError.class, () -> report.requireWithin(16));
        assertTrue(GradientCheck.of(x -> new Replacing(x[0]).apply()).run(x()).worst() > 1e6);
    }

    /** Parameters that the function reads by itself; their bits are the same afterwards. */
    @Test
    void withoutAFormulaAModelIsChecked() {
        Tensor w = Tensor.of(new float[] {0.3f, -0.7f, 0.1f, 1.3f, 0.2f, -0.4f}, 3, 2).requiresGrad(true);
        Tensor b = Tensor.of(new float[] {0.5f, 100.25f}, 2).requiresGrad(true);
        Tensor x = Tensor.of(new float[] {1, 2, -3, 0.1f, 0, 4}, 2, 3);
        float[] before = w.toArray();
        GradientCheck.of(in -> Ops.sigmoid(Ops.add(Ops.matmul(x, w), Ops.tanh(b)))).run(w, b).requireWithin(16);
        assertArrayEquals(before, w.toArray());
    }

    /** A gradient of 0 has no size of its own to compare with. */
    @Test
    void withoutAFormulaAnInputMayHaveNoEffect() {
        Tensor shift = Tensor.of(new float[] {0.7f}, 1).requiresGrad(true);
        GradientCheck.of(in -> Ops.softmax(Ops.add(in[0], in[1]))).run(x(), shift).requireWithin(16);
    }

    @Test
    void withoutAFormulaAKinkIsNamed() {
        for (float at : new float[] {0, 0.01f, -0.03f}) {
            GradientCheck.Report report = GradientCheck.of(x -> Ops.relu(x[0]))
                    .run(Tensor.of(new float[] {1, at}, 2).requiresGrad(true));
            assertTrue(report.where().startsWith("gradient of input 0, element 1 cannot be checked: the function has a"
                    + " kink within 0.0625 of it"), report.where());
            assertEquals(Double.POSITIVE_INFINITY, report.worst());
        }
    }

    @Test
    void withoutAFormulaRandomNumbersAreRefused() {
        DropoutSource source = new DropoutSource(1);
        assertThrows(AssertionError.class,
                () -> GradientCheck.of(x -> Ops.dropout(x[0], 0.5f, source)).run(x()).requireWithin(1e9));
    }

    @Test
    void nanIsWrongAndSizesMustAgree() {
        GradientCheck.Report report = GradientCheck.of(x -> Ops.sqrt(x[0]), x -> x[0]).run(x());
        assertThrows(AssertionError.class, () -> report.requireWithin(1e30));
        assertThrows(IllegalArgumentException.class,
                () -> GradientCheck.of(x -> Ops.sum(x[0]), x -> x[0]).run(x()));
    }
}
