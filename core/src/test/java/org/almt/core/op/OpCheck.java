package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Engine;
import org.almt.core.GradMode;
import org.almt.core.KernelChoice;
import org.almt.core.Op;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.TensorAccess;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.TestKernels;
import org.almt.testsdata.DoubleOracle;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checks of every op. A subclass gives the op, its formula in double, and cases. It adds tests that are special to
 * the op, such as its errors. {@link OpCoverageTest} requires such a test for every op.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OpCheck {
    /** The op that the cases must use. */
    protected abstract Class<? extends Op> op();

    /** Cases small enough to differentiate numerically. */
    protected abstract List<OpCase> cases();

    /** Cases large enough for several slabs; differentiated numerically in one direction only. */
    protected List<OpCase> largeCases() {
        return List.of();
    }

    protected List<OpCase> allCases() {
        List<OpCase> all = new ArrayList<>(cases());
        all.addAll(largeCases());
        return all;
    }

    @Test
    void thereAreCases() {
        assertFalse(cases().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("allCases")
    void valueIsThatOfTheFormula(OpCase c) {
        Tensor[] leaves = c.leaves();
        Tensor y = c.op.apply(leaves);
        assertEquals(Arrays.stream(leaves).anyMatch(Tensor::requiresGrad), y.requiresGrad());
        if (y.requiresGrad()) {
            assertInstanceOf(op(), TensorAccess.producer(y), "the op under test");
        }
        double[] expected = c.formula.apply(c.doubles());
        Tolerance.assertClose(
                c + ", value", expected, y.toArray(), c.roundings, Math.max(Tolerance.norm(expected), c.norm));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientIsTheNumericalOne(OpCase c) {
        Outcome outcome = Outcome.eager(c, c.leaves());
        double[][] inputs = c.doubles();
        for (int i = 0; i < inputs.length; i++) {
            if (c.constant.contains(i)) {
                continue;
            }
            int which = i;
            double[] expected = DoubleOracle.gradient(x -> c.loss(OpCase.replaced(inputs, which, x)), inputs[i]);
            Tolerance.assertClose(c + ", gradient of input " + i, expected, outcome.gradients[i], c.roundings,
                    Math.max(Tolerance.norm(expected), c.norm));
        }
    }

    /** For any v and u, v (J u) = (J^T v) u: backward is the transpose of forward's derivative. */
    @ParameterizedTest
    @MethodSource("allCases")
    void backwardIsAdjointToForward(OpCase c) {
        Outcome outcome = Outcome.eager(c, c.leaves());
        double[][] inputs = c.doubles();
        double[][] directions = c.directions();
        double expected = DoubleOracle.directional(
                flat -> c.loss(OpCase.split(flat, inputs)), OpCase.joined(inputs), OpCase.joined(directions));
        double actual = 0;
        double norm = c.norm;
        for (int i = 0; i < inputs.length; i++) {
            for (int j = 0; j < inputs[i].length; j++) {
                double term = outcome.gradients[i].length == 0 ? 0 : outcome.gradients[i][j] * directions[i][j];
                actual += term;
                norm += Math.abs(term);
            }
        }
        Tolerance.assertClose(
                c + ", v J u", new double[] {expected}, new float[] {(float) actual}, c.roundings, norm);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sameBitsTwiceAndGradientsAccumulate(OpCase c) {
        Tensor[] leaves = c.leaves();
        Outcome first = Outcome.eager(c, leaves);
        Outcome.eager(c, c.leaves()).assertSameBits(c + " again", first);
        Outcome both = Outcome.eager(c, leaves);
        for (int i = 0; i < leaves.length; i++) {
            double[] twice = new double[first.gradients[i].length];
            for (int j = 0; j < twice.length; j++) {
                twice[j] = 2.0 * first.gradients[i][j];
            }
            Tolerance.assertClose(c + ", accumulated gradient " + i, twice, both.gradients[i], c.roundings,
                    Math.max(Tolerance.norm(twice), c.norm));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noGradGivesTheSameBits(OpCase c) {
        Tensor y = GradMode.noGrad(() -> c.op.apply(c.leaves()));
        assertFalse(y.requiresGrad());
        Tolerance.assertSameBits(c + " under noGrad", c.op.apply(c.leaves()).toArray(), y.toArray());
    }

    @ParameterizedTest
    @MethodSource("allCases")
    void aProgramGivesTheSameBits(OpCase c) {
        Tensor[] leaves = c.leaves();
        Tensor[] y = new Tensor[1];
        Program program = Program.trace(() -> {
            y[0] = c.op.apply(leaves);
            return c.loss(y[0]);
        });
        for (int step = 0; step < 2; step++) {
            c.refill(leaves, step);
            Tensor[] fresh = OpCase.copies(leaves);
            program.forward();
            for (Tensor leaf : leaves) {
                leaf.zeroGrad();
            }
            if (Arrays.stream(leaves).anyMatch(Tensor::requiresGrad)) {
                program.backward();
            }
            Outcome.eager(c, fresh).assertSameBits(c + ", program, step " + step, Outcome.of(program.result(), leaves));
        }
    }

    @ParameterizedTest
    @MethodSource("allCases")
    @Tag("every-width")
    void allKernelsGiveTheSameBits(OpCase c) {
        TestKernels.assumeWidth();
        Kernels before = Engine.kernels();
        try {
            Engine.use(KernelChoice.reference());
            Outcome expected = Outcome.eager(c, c.leaves());
            for (Kernels kernels : TestKernels.toCheck()) {
                Engine.use(kernels);
                Outcome.eager(c, c.leaves()).assertSameBits(c + ", " + kernels.name(), expected);
            }
        } finally {
            Engine.use(before);
        }
    }

    /** Small cases are one slab each and never leave the calling thread. */
    private List<OpCase> threadedCases() {
        return largeCases().isEmpty() ? cases() : largeCases();
    }

    @ParameterizedTest
    @MethodSource("threadedCases")
    void anyNumberOfThreadsGivesTheSameBits(OpCase c) {
        int before = Engine.threads();
        try {
            Engine.useThreads(1);
            Outcome expected = Outcome.eager(c, c.leaves());
            for (int threads = 2; threads <= 4; threads++) {
                Engine.useThreads(threads);
                Outcome.eager(c, c.leaves()).assertSameBits(c + ", " + threads + " threads", expected);
            }
        } finally {
            Engine.useThreads(before);
        }
    }

    /** The value of a case's loss and of all gradients. */
    private record Outcome(float[] loss, float[] value, float[][] gradients) {
        static Outcome eager(OpCase c, Tensor[] leaves) {
            Tensor y = c.op.apply(leaves);
            Tensor loss = c.loss(y);
            if (loss.requiresGrad()) {
                loss.backward();
            }
            return new Outcome(loss.toArray(), y.toArray(), of(loss, leaves).gradients);
        }

        static Outcome of(Tensor loss, Tensor[] leaves) {
            float[][] gradients = new float[leaves.length][];
            for (int i = 0; i < leaves.length; i++) {
                Tensor gradient = leaves[i].requiresGrad() ? leaves[i].grad() : null;
                gradients[i] = gradient == null ? new float[0] : gradient.toArray();
            }
            return new Outcome(loss.toArray(), new float[0], gradients);
        }

        void assertSameBits(String what, Outcome expected) {
            Tolerance.assertSameBits(what + ", loss", expected.loss, loss);
            if (expected.value.length > 0 && value.length > 0) {
                Tolerance.assertSameBits(what + ", value", expected.value, value);
            }
            for (int i = 0; i < gradients.length; i++) {
                Tolerance.assertSameBits(what + ", gradient of input " + i, expected.gradients[i], gradients[i]);
            }
        }
    }
}
