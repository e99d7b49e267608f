package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.almt.core.kernel.Elementwise;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Products;
import org.almt.core.kernel.Reductions;
import org.almt.core.kernel.RowLayerNorm;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;

/** Programs of one model, for threads and batch sizes, give the same results as each alone. */
class SharedConstantsTest {
    private static final String FAILURE = "no memory, as the test has it";

    private final Tensor a = random(1, 24, 16).requiresGrad(true);
    private final Tensor b = random(2, 24, 16).requiresGrad(true);
    private final Tensor gamma = random(3, 16).requiresGrad(true);
    private final Tensor beta = random(4, 16).requiresGrad(true);
    private final SharedConstants shared = new SharedConstants();

    private static Tensor random(long seed, int... sizes) {
        RandomStream numbers = new RandomStream(seed, 5);
        Tensor tensor = Tensor.zeros(sizes);
        for (int i = 0; i < tensor.shape().count(); i++) {
            tensor.array()[i] = 2 * numbers.nextFloat() - 1;
        }
        return tensor;
    }

    /** A model with a folded weight, W = (LN(a) b^T) scaled: constants of several ops, some of them packed. */
    private Tensor model(Tensor x) {
        Tensor folded = Ops.matmul(Ops.layerNorm(a, gamma, beta, 1e-5f), Ops.transpose(b, 0, 1)); // [24, 24]
        Tensor weight = Ops.add(folded, Ops.mean(folded, 0)); // [24, 24]
        return Ops.linear(Ops.matmul(x, Ops.scale(folded, 0.5f)), weight, null);
    }

    private Program traced(Tensor x) {
        return GradMode.noGrad(() -> Program.trace(new Workspace(), shared, () -> model(x)));
    }

    @Test
    void programsOfSeveralBatchSizesGiveTheBitsOfEagerOps() {
        List<Tensor> inputs = List.of(random(5, 1, 24), random(6, 7, 24), random(7, 300, 24), random(8, 2, 24));
        List<Program> programs = inputs.stream().map(this::traced).toList();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < inputs.size(); i++) {
                float[] expected = GradMode.noGrad(() -> model(inputs.get(0))).toArray();
                Tolerance.assertSameBits("round " + round, expected, programs.get(0).forward().toArray());
                int each = i;
                float[] other = GradMode.noGrad(() -> model(inputs.get(each))).toArray();
                Tolerance.assertSameBits("round " + round + ", " + i, other, programs.get(i).forward().toArray());
            }
            a.array()[round] += 1; // now everything folded is out of date
            a.markModified();
        }
    }

    @Test
    void aProgramThatIsTracedLaterLeavesTheOthersRight() {
        Tensor x = random(5, 3, 24);
        float[] expected = GradMode.noGrad(() -> model(x)).toArray();
        Program first = traced(x);
        Tolerance.assertSameBits("first", expected, first.forward().toArray());
        Program result = GradMode.noGrad(() -> Program.trace(new Workspace(), shared,
                () -> Ops.matmul(Ops.layerNorm(a, gamma, beta, 1e-5f), Ops.transpose(b, 0, 1))));
        float[] folded = GradMode.noGrad(
                () -> Ops.matmul(Ops.layerNorm(a, gamma, beta, 1e-5f), Ops.transpose(b, 0, 1))).toArray();
        Tolerance.assertSameBits("a constant as the result", folded, result.forward().toArray());
        Tolerance.assertSameBits("first, later", expected, first.forward().toArray());
    }

    @Test
    void valuesAreComputedOnce() {
        Function<Tensor, Tensor> sum = x -> Ops.add(x, Ops.scale(a, 3)); // reads the constant itself
        Tensor[] read = new Tensor[2];
        for (int i = 0; i < 2; i++) {
            Tensor x = random(i, 24, 16);
            Tensor[] constant = new Tensor[1];
            GradMode.noGrad(() -> Program.trace(new Workspace(), shared, () -> {
                constant[0] = Ops.scale(a, 3);
                return Ops.add(x, constant[0]);
            })).forward();
            read[i] = constant[0];
        }
        assertSame(read[0].array(), read[1].array());
        Tensor x = random(9, 24, 16);
        Program alone = GradMode.noGrad(() -> Program.trace(() -> sum.apply(x)));
        Tolerance.assertSameBits("alone", sum.apply(x).toArray(), alone.forward().toArray());
    }

    /** Ops that differ in a number, an axis or a range alone are different constants. */
    @Test
    void attributesTellOpsApart() {
        Tensor square = random(6, 4, 4, 4).requiresGrad(true);
        Tensor other = random(7, 4, 4, 4).requiresGrad(true);
        Tensor width = random(8, 4).requiresGrad(true);
        List<Function<Tensor, Tensor>> uses = List.of(
                t -> Ops.scale(t, 2), t -> Ops.scale(t, 3), t -> Ops.addScalar(t, 2), t -> Ops.addScalar(t, 3),
                t -> Ops.add(t, other), t -> Ops.add(other, t), t -> Ops.sub(t, other), t -> Ops.sub(other, t),
                t -> Ops.mul(t, other), t -> Ops.mul(t, t), t -> Ops.add(t, Ops.reshape(width, 4, 1)),
                t -> Ops.add(t, width), t -> Ops.add(t, Ops.reshape(width, 4, 1, 1)),
                t -> Ops.transpose(t, 0, 1), t -> Ops.transpose(t, 1, 2), t -> Ops.transpose(t, 0, 2),
                t -> Ops.sum(t, 0), t -> Ops.sum(t, 1), t -> Ops.sum(t, 2), t -> Ops.mean(t, 0), t -> Ops.mean(t, 1),
                t -> Ops.mean(t, 2), t -> Ops.slice(t, 1, 0, 2), t -> Ops.slice(t, 1, 1, 3), t -> Ops.slice(t, 2, 0, 2),
                t -> Ops.slice(t, 0, 0, 2), t -> Ops.concat(0, t, other), t -> Ops.concat(1, t, other),
                t -> Ops.concat(1, other, t), t -> Ops.layerNorm(t, width, width, 1e-5f),
                t -> Ops.layerNorm(t, width, width, 1), t -> Ops.layerNorm(t, null, null, 1), t -> Ops.matmul(t, other),
                t -> Ops.matmul(other, t), t -> Ops.linear(t, Ops.slice(Ops.reshape(t, 16, 4), 0, 0, 4), null),
                t -> Ops.linear(t, Ops.slice(Ops.reshape(t, 16, 4), 0, 4, 8), null),
                t -> Ops.linear(t, Ops.slice(Ops.reshape(t, 16, 4), 0, 4, 8), width));
        List<Program> programs = new ArrayList<>();
        Tensor zero = Tensor.scalar(0);
        for (Function<Tensor, Tensor> use : uses) {
            programs.add(GradMode.noGrad(() -> Program.trace(
                    new Workspace(), shared, () -> Ops.add(zero, Ops.scale(use.apply(square), 1)))));
        }
        for (int i = 0; i < uses.size(); i++) {
            Tolerance.assertSameBits(
                    "use " + i, uses.get(i).apply(square).toArray(), programs.get(i).forward().toArray());
        }
    }

    @Test
    void otherKernelsPackAnewAndGiveTheSameBits() {
        Tensor x = random(5, 3, 24);
        Program program = traced(x);
        float[] expected = program.forward().toArray();
        Kernels before = Engine.kernels();
        try {
            for (Kernels kernels : List.of(KernelChoice.plain(), KernelChoice.reference(), KernelChoice.plain())) {
                Engine.use(kernels);
                Tolerance.assertSameBits(kernels.name(), expected, program.forward().toArray());
            }
        } finally {
            Engine.use(before);
        }
    }

    /** Memory may run out at any op. The next caller must not mistake a half-computed array for the value. */
    @Test
    void anOpThatFailsLeavesNoValue() {
        Tensor x = random(5, 3, 24);
        float[] expected = GradMode.noGrad(() -> model(x)).toArray();
        Kernels plain = KernelChoice.plain();
        int failing = 0;
        for (boolean failed = true; failed; failing++) {
            Program program = GradMode.noGrad(
                    () -> Program.trace(new Workspace(), new SharedConstants(), () -> model(x)));
            AtomicInteger left = new AtomicInteger(failing);
            Kernels once = new Kernels("once", failingAfter(plain.products(), Products.class, left),
                    failingAfter(plain.elementwise(), Elementwise.class, left), plain.functions(),
                    failingAfter(plain.reductions(), Reductions.class, left), plain.softmax(),
                    failingAfter(plain.layerNorm(), RowLayerNorm.class, left), plain.attention(), plain.cells());
            try {
                new Engine(once, 1).call(program::forward);
                failed = false; // the call was never reached
                left.set(-1);
            } catch (IllegalStateException e) {
                assertEquals(FAILURE, e.getMessage());
            }
            Tensor result = new Engine(once, 1).call(program::forward);
            Tolerance.assertSameBits("call " + failing + " failed", expected, result.toArray());
        }
        assertTrue(failing > 5, failing + " calls");
    }

    /**
     * Kernels in which call number {@code left} runs and then fails, like a call that runs out of memory at its end.
     */
    private static <T> T failingAfter(T kernels, Class<T> type, AtomicInteger left) {
        return type
                .cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    if (left.getAndDecrement() == 0) {
                        throw new IllegalStateException(FAILURE);
                    }
                    return method.isDefault()
                            ? InvocationHandler.invokeDefault(proxy, method, given)
                            : method.invoke(kernels, given);
                }));
    }

    /** A value that only constants read is dropped after use; an op of every forward pass would keep its memory. */
    @Test
    void aFrozenParameterIsStillConstant() {
        List.of(a, b, gamma, beta).forEach(parameter -> parameter.requiresGrad(false));
        Tensor x = random(5, 3, 24);
        Tensor[] scaled = new Tensor[1];
        Supplier<Tensor> body = () -> {
            scaled[0] = Ops.scale(a, 3);
            return Ops.add(model(x), Ops.sum(scaled[0]));
        };
        Program program = GradMode.noGrad(() -> Program.trace(new Workspace(), shared, body));
        float[] found = program.forward().toArray();
        assertFalse(scaled[0].isComputed());
        Tolerance.assertSameBits("frozen", GradMode.noGrad(body).toArray(), found);
    }

    @Test
    void manyThreadsStartAtOnce() throws Exception {
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            inputs.add(random(20 + i, 1 + i % 5, 24));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<float[]>> results = new ArrayList<>();
            for (Tensor x : inputs) {
                results.add(threads.submit(() -> traced(x).forward().toArray()));
            }
            for (int i = 0; i < inputs.size(); i++) {
                Tensor x = inputs.get(i);
                Tolerance.assertSameBits("" + i, GradMode.noGrad(() -> model(x)).toArray(), results.get(i).get());
            }
        } finally {
            threads.shutdown();
        }
    }
}
