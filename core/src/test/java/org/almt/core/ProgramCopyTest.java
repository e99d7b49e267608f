package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;

/** Each thread gets a copy of a program: the same bits as alone, whatever the others compute. */
class ProgramCopyTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 25;

    private final Tensor weight = random(1, 32, 32).requiresGrad(true);
    private final Tensor gamma = random(2, 32).requiresGrad(true);
    private final Tensor beta = random(3, 32).requiresGrad(true);

    private static Tensor random(long seed, int... sizes) {
        RandomStream numbers = new RandomStream(seed, 9);
        Tensor tensor = Tensor.zeros(sizes);
        for (int i = 0; i < tensor.shape().count(); i++) {
            tensor.array()[i] = 2 * numbers.nextFloat() - 1;
        }
        return tensor;
    }

    /** Reads a constant, weight weight^T, beside the input. */
    private Tensor model(Tensor x) {
        Tensor folded = Ops.matmul(weight, Ops.transpose(weight, 0, 1)); // [32, 32]
        return Ops.gelu(Ops.layerNorm(Ops.matmul(x, folded), gamma, beta, 1e-5f));
    }

    @Test
    void copiesOnThreadsGiveTheBitsOfOneThread() throws Exception {
        Program program = GradMode.noGrad(() -> Program.trace(Tensor.zeros(3, 32), this::model));
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(THREADS);
        try {
            List<Future<List<float[]>>> found = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                found.add(pool.submit(() -> {
                    Program own = program.copy();
                    start.countDown();
                    start.await();
                    List<float[]> results = new ArrayList<>();
                    for (int i = 0; i < ROUNDS; i++) {
                        results.add(own.forward(random(100 + thread * ROUNDS + i, 3, 32)).toArray());
                    }
                    return results;
                }));
            }
            for (int t = 0; t < THREADS; t++) {
                for (int i = 0; i < ROUNDS; i++) {
                    Tensor x = random(100 + t * ROUNDS + i, 3, 32);
                    Tolerance.assertSameBits(t + ", " + i, GradMode.noGrad(() -> model(x)).toArray(),
                            found.get(t).get().get(i));
                }
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aCopyHasInputsResultsAndMemoryOfItsOwn() {
        Program program = Program.trace(random(5, 3, 32), x -> Ops.sum(model(x)));
        float before = program.forward().item();
        Program copy = program.copy();
        assertNotSame(program.result(), copy.result());
        assertEquals(before, copy.forward().item());
        assertEquals(program.size(), copy.size());
        copy.forward(random(6, 3, 32));
        program.backward(); // its values are still those of its own forward pass
        float[] gradient = weight.grad().toArray();
        weight.zeroGrad();
        assertEquals(before, program.forward().item());
        program.backward();
        assertArrayEquals(gradient, weight.grad().toArray());
        weight.zeroGrad();
        copy.forward(program.inputs().get(0));
        copy.backward();
        assertArrayEquals(gradient, weight.grad().toArray());
        assertEquals(GradientState.FRESH, weight.gradientState());
    }

    @Test
    void aChangeOfAParameterReachesEveryCopy() {
        Program program = GradMode.noGrad(() -> Program.trace(random(5, 3, 32), this::model));
        Program copy = program.copy();
        copy.forward();
        weight.fill(0.5f);
        Tolerance.assertSameBits("after", program.forward().toArray(), copy.forward().toArray());
    }

    @Test
    void gradientsOfInputsAreThoseOfTheCopy() {
        Tensor x = random(5, 3, 32).requiresGrad(true);
        Program program = GradMode.onlyFor(Set.of(x), () -> Program.trace(x, t -> Ops.sum(model(t))));
        Program copy = program.copy();
        copy.forward();
        copy.backward();
        float[] ofCopy = copy.inputs().get(0).grad().toArray();
        assertArrayEquals(new float[96], x.grad().toArray());
        program.forward();
        program.backward();
        Tolerance.assertSameBits("gradient", x.grad().toArray(), ofCopy);
    }

    @Test
    void aCopyOfOtherInputs() {
        Indices ids = Indices.of(0, 2);
        Program program = Program.trace(() -> Ops.sum(Ops.embedding(weight, ids)));
        Indices others = Indices.of(1, 1);
        Program copy = program.copy(() -> Ops.sum(Ops.embedding(weight, others)));
        assertEquals(Ops.sum(Ops.embedding(weight, others)).item(), copy.forward().item());
        assertEquals(Ops.sum(Ops.embedding(weight, ids)).item(), program.forward().item());
        assertEquals(
                "program: it was traced without inputs, so that a copy would read the same tensors; trace it with its"
                        + " inputs, or give copy the computation of others",
                refusal(program::copy));
        assertEquals(
                "program: the copy records another computation than the original: op 1 is mean [] instead of sum [];"
                        + " train(boolean), frozen parameters and the shapes of inputs must be the same as before",
                refusal(() -> program.copy(() -> Ops.mean(Ops.embedding(weight, others)))));
    }

    @Test
    void inputsAreRefusedWhereTheyDoNotFit() {
        Tensor x = Tensor.zeros(2, 3);
        Program program = Program.trace(x, t -> Ops.sum(t));
        assertSame(x, program.inputs().get(0));
        assertEquals(
                "program: [3,2] for input 0 of shape [2,3]; shapes must be equal, trace another program for another"
                        + " shape",
                assertThrows(IllegalArgumentException.class, () -> program.forward(Tensor.zeros(3, 2)))
                        .getMessage());
        assertEquals("program: 2 tensors for 1 inputs; give one for each input that it was traced with",
                assertThrows(IllegalArgumentException.class, () -> program.forward(x, x)).getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> Program.trace(Ops.exp(x.requiresGrad(true)), Ops::sum)).getMessage()
                .startsWith("program: the input Tensor[2,3] was made by exp [2,3]"));
    }

    /** The backward pass of one copy waits within an op until the other has been refused. */
    @Test
    void twoBackwardPassesAddToOneLeafInTurn() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        Tensor leaf = random(7, 3).requiresGrad(true);
        Program slow = Program.trace(() -> new SlowSum(leaf, inside, refused).apply());
        Program other = Program.trace(() -> Ops.sum(leaf));
        Program elsewhere = Program.trace(() -> Ops.sum(weight));
        other.forward();
        elsewhere.forward();
        slow.forward();
        Thread thread = new Thread(slow::backward);
        thread.start();
        inside.await();
        String sentence =
                "backward: another thread adds to the gradient of Tensor[3] at this moment, and one of the two"
                        + " sums would be lost; run the backward passes of one model one after another, or give each"
                        + " thread a model of its own";
        assertEquals(sentence, refusal(other::backward));
        assertEquals(sentence, refusal(() -> Ops.sum(leaf).backward()));
        elsewhere.backward();
        refused.countDown();
        thread.join();
        other.forward();
        other.backward();
        assertArrayEquals(new float[] {2, 2, 2}, leaf.grad().toArray());
    }

    @Test
    void elementsMayBeThoseOfOtherInputs() {
        float[] shared = {1, 2, 3, 4, 5};
        Tensor a = Tensor.wrap(shared, 0, Shape.of(2));
        Tensor b = Tensor.wrap(shared, 2, Shape.of(2));
        Program program = Program.trace(List.of(a, b), in -> Ops.sub(Ops.scale(in.get(0), 10), in.get(1)));
        assertArrayEquals(new float[] {7, 16}, program.forward().toArray());
        assertArrayEquals(new float[] {29, 38}, program.forward(b, a).toArray()); // 10 [3,4] - [1,2]
        assertArrayEquals(new float[] {3, 4, 1, 2, 5}, shared);
        assertArrayEquals(new float[] {10 - 3, 20 - 4}, program.forward(b, a).toArray());
        // From 1 on lie the second element of a and the first of b.
        assertArrayEquals(new float[] {30 - 2, 40 - 3},
                program.forward(b, Tensor.wrap(shared, 1, Shape.of(2))).toArray());
    }

    /** Values beside the result that backward would overwrite. The result does not depend on one of them. */
    @Test
    void aCopyKeepsValuesOfItsOwn() {
        Tensor x = random(8, 2, 32);
        Tensor other = random(9, 2, 32);
        List<Tensor> kept = new ArrayList<>();
        List<Tensor> own = new ArrayList<>();
        Program program = Program.trace(new Workspace(), () -> keeping(x, kept), kept);
        Program copy = program.copy(() -> keeping(other, own), own);
        program.forward();
        copy.forward();
        program.backward();
        copy.backward();
        List<Tensor> wanted = new ArrayList<>();
        keeping(other, wanted);
        for (int i = 0; i < 2; i++) {
            Tolerance.assertSameBits("kept " + i, wanted.get(i).toArray(), own.get(i).toArray());
        }
        wanted.clear();
        keeping(x, wanted);
        for (int i = 0; i < 2; i++) {
            Tolerance.assertSameBits("kept " + i, wanted.get(i).toArray(), kept.get(i).toArray());
        }
        assertEquals("program: it was traced with values that are kept beside the result; give copy a collection too,"
                + " into which the body puts its own", refusal(() -> program.copy(() -> keeping(other, own))));
    }

    private Tensor keeping(Tensor x, List<Tensor> kept) {
        Tensor product = Ops.matmul(x, weight);
        kept.add(product);
        kept.add(Ops.sigmoid(product));
        return Ops.sum(Ops.exp(Ops.tanh(product)));
    }

    @Test
    void aCopyMustKeepTheSameValues() {
        Program program = Program.trace(() -> Ops.sum(Ops.exp(Ops.tanh(weight))));
        List<Tensor> kept = new ArrayList<>();
        assertEquals("program: the copy keeps other values than the original: op 0, tanh [32,32], is kept in one of the"
                + " two alone; let the body put the same values into the collection", refusal(() -> program.copy(() -> {
                    kept.add(Ops.tanh(weight));
                    return Ops.sum(Ops.exp(kept.get(0)));
                }, kept)));
    }

    /** The refused pass had begun at the first leaf; it added nothing. */
    @Test
    void aRefusedBackwardPassLeavesTheStatesOfAllLeaves() throws Exception {
        for (GradientState before : List.of(GradientState.NONE, GradientState.USED)) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch refused = new CountDownLatch(1);
            Tensor first = random(6, 3).requiresGrad(true);
            Tensor contested = random(7, 3).requiresGrad(true);
            first.gradientIs(before);
            Program slow = Program.trace(() -> new SlowSum(contested, inside, refused).apply());
            Program both = Program.trace(() -> Ops.sum(Ops.mul(first, contested)));
            both.forward();
            slow.forward();
            Thread thread = new Thread(slow::backward);
            thread.start();
            inside.await();
            assertTrue(refusal(both::backward).startsWith("backward: another thread adds"));
            assertEquals(before, first.gradientState());
            assertTrue(refusal(() -> Ops.sum(Ops.mul(first, contested)).backward()).startsWith("backward: another"));
            assertEquals(before, first.gradientState());
            refused.countDown();
            thread.join();
            assertEquals(GradientState.FRESH, contested.gradientState());
            both.forward();
            both.backward();
            assertArrayEquals(contested.toArray(), first.grad().toArray());
            assertEquals(GradientState.FRESH, first.gradientState());
        }
    }

    /** A sum with a backward pass that takes as long as a test requires. */
    private static final class SlowSum extends Op {
        private final Tensor x;
        private final CountDownLatch inside;
        private final CountDownLatch allowed;

        SlowSum(Tensor x, CountDownLatch inside, CountDownLatch allowed) {
            super("slowSum", x);
            this.x = x;
            this.inside = inside;
            this.allowed = allowed;
            output(Shape.SCALAR);
        }

        @Override
        protected void forward() {}

        @Override
        protected void backward() {
            inside.countDown();
            try {
                allowed.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            for (int i = 0; i < x.shape().count(); i++) {
                gradient(x).array()[gradient(x).offset() + i]++;
            }
        }
    }

    private static String refusal(Runnable body) {
        return assertThrows(IllegalStateException.class, body::run).getMessage();
    }
}
