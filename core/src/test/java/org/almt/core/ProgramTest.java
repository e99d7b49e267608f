package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.kernel.Kernels;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;

class ProgramTest {
    /** A small network with a residual, a norm, a view and a parameter used twice. */
    private static final class Network {
        final Tensor w1 = random(1, 8, 6);
        final Tensor b1 = random(2, 8);
        final Tensor w2 = random(3, 6, 8);
        final Tensor gamma = random(4, 6);
        final Tensor beta = random(5, 6);

        List<Tensor> parameters() {
            return List.of(w1, b1, w2, gamma, beta);
        }

        Tensor loss(Tensor x, Tensor target) {
            Tensor h = Ops.linear(Ops.layerNorm(x, gamma, beta, 1e-5f), w1, b1);
            h = Ops.add(x, Ops.linear(Ops.gelu(h), w2, null));
            h = Ops.linear(Ops.gelu(Ops.linear(h, w1, b1)), w2, null);
            Tensor first = Ops.slice(Ops.reshape(h, -1), 0, 0, target.shape().count());
            return Ops.mseLoss(Ops.reshape(first, target.shape().toArray()), target);
        }

        void step() {
            for (Tensor p : parameters()) {
                for (int i = 0; i < p.shape().count(); i++) {
                    p.array()[p.offset() + i] -= 0.1f * p.grad().array()[p.grad().offset() + i];
                }
                p.markModified();
                p.zeroGrad();
            }
        }
    }

    private static Tensor random(long seed, int... sizes) {
        Tensor x = Tensor.zeros(sizes).requiresGrad(true);
        fill(x, seed);
        return x;
    }

    private static void fill(Tensor x, long seed) {
        RandomStream random = new RandomStream(seed, 0);
        float[] values = new float[x.shape().count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        x.set(values);
    }

    /** Training with two batch sizes in one workspace: the same bits as the eager run, step by step. */
    @Test
    void replaysTheEagerTrainingToTheBit() {
        Network eager = new Network();
        Network replayed = new Network();
        Workspace workspace = new Workspace();
        int[] batches = {5, 3};
        Tensor[] inputs = new Tensor[2];
        Tensor[] targets = new Tensor[2];
        Program[] programs = new Program[2];
        for (int i = 0; i < 2; i++) {
            Tensor x = Tensor.zeros(batches[i], 6);
            Tensor t = Tensor.zeros(batches[i]);
            inputs[i] = x;
            targets[i] = t;
            programs[i] = Program.trace(workspace, () -> replayed.loss(x, t));
        }
        for (int step = 0; step < 6; step++) {
            int which = step % 3 == 2 ? 1 : 0;
            fill(inputs[which], 100 + step);
            fill(targets[which], 200 + step);
            Tensor loss = eager.loss(inputs[which], targets[which]);
            loss.backward();
            Tensor replayedLoss = programs[which].forward();
            programs[which].backward();
            Tolerance.assertSameBits("loss, step " + step, loss.toArray(), replayedLoss.toArray());
            eager.step();
            replayed.step();
            for (int p = 0; p < eager.parameters().size(); p++) {
                Tolerance.assertSameBits("parameter " + p + ", step " + step,
                        eager.parameters().get(p).toArray(), replayed.parameters().get(p).toArray());
            }
        }
    }

    /** On plain kernels, because vector kernels make garbage until they are compiled. */
    @Test
    void aStepLeavesNextToNoGarbage() {
        Network network = new Network();
        Tensor x = Tensor.zeros(500, 6);
        Tensor t = Tensor.zeros(500);
        fill(x, 1);
        fill(t, 2);
        Program program = Program.trace(() -> network.loss(x, t));
        Kernels before = Engine.kernels();
        Engine.use(KernelChoice.plain());
        try {
            bytesOf(program, 20);
            long each = bytesOf(program, 10) / 10;
            // one activation alone is 500 * 8 floats, 16000 bytes
            assertTrue(each < 8_000, each + " bytes a step");
        } finally {
            Engine.use(before);
        }
    }

    private static long bytesOf(Program program, int steps) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < steps; i++) {
            program.forward();
            program.backward();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void memoryOfFinishedBuffersIsUsedAgain() {
        Tensor x = random(1, 1000);
        Workspace workspace = new Workspace();
        Program program = Program.trace(workspace, () -> GradMode.noGrad(() -> {
            Tensor y = x;
            for (int i = 0; i < 20; i++) {
                y = Ops.scale(y, 0.9f);
            }
            return y;
        }));
        assertEquals(20, program.size());
        assertTrue(workspace.bytes() <= 4 * (12 + 2 * 1008),
                "a chain needs two buffers, not twenty: " + workspace.bytes());
        Tolerance.assertSameBits("chain", chain(x).toArray(), program.forward().toArray());
    }

    private static Tensor chain(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < 20; i++) {
            y = Ops.scale(y, 0.9f);
        }
        return y;
    }

    @Test
    void anArenaIsAsLargeAsItsLargestProgram() {
        Workspace workspace = new Workspace();
        Program.trace(workspace, () -> Ops.scale(Tensor.zeros(1600), 2));
        long large = workspace.bytes();
        Program.trace(workspace, () -> Ops.scale(Tensor.zeros(160), 2));
        assertEquals(large, workspace.bytes());
        assertEquals(4 * (12 + 1600), large, "12 floats before the first cache line");
    }

    @Test
    void opsThatTheResultDoesNotNeedAreLeftOut() {
        Tensor x = random(1, 3);
        Program program = Program.trace(() -> {
            Ops.exp(x);
            return Ops.sum(Ops.scale(x, 2));
        });
        assertEquals(2, program.size());
    }

    @Test
    void gradientsAccumulateOverReplays() {
        Tensor x = Tensor.of(new float[] {3}, 1).requiresGrad(true);
        Program program = Program.trace(() -> Ops.sum(Ops.mul(x, x)));
        program.forward();
        program.backward();
        program.forward();
        program.backward();
        assertEquals(12, x.grad().item());
    }

    /**
     * The result is a view of a larger buffer. The other gradients of the buffer must be zero, not what was there
     * before.
     */
    @Test
    void aResultThatIsAViewStartsFromCleanGradients() {
        Tensor x = random(1, 40);
        Program program = Program.trace(() -> Ops.reshape(Ops.slice(Ops.exp(Ops.scale(x, 2)), 0, 7, 8), new int[0]));
        for (int step = 0; step < 2; step++) {
            x.zeroGrad();
            program.forward();
            program.backward();
        }
        float[] expected = new float[40];
        expected[7] = 2 * program.result().item();
        assertArrayEquals(expected, x.grad().toArray());
    }

    @Test
    void aFrozenLeafStaysWithoutGradientAndTheTraceDecides() {
        Tensor x = random(1, 3);
        Tensor frozen = random(2, 3).requiresGrad(false);
        Program program = Program.trace(() -> Ops.sum(Ops.mul(x, frozen)));
        frozen.requiresGrad(true);
        program.forward();
        program.backward();
        assertNull(frozen.grad());
        assertArrayEquals(frozen.toArray(), x.grad().toArray());
    }

    @Test
    void aPredictionNeedsNoGradient() {
        Tensor x = random(1, 4).requiresGrad(false);
        Program program = Program.trace(() -> Ops.softmax(x));
        Tolerance.assertSameBits("softmax", Ops.softmax(x).toArray(), program.forward().toArray());
        assertFalse(program.result().requiresGrad());
    }

    /**
     * Values that are read must have been kept. Random computations are replayed on memory that starts as NaN each
     * time.
     */
    @Test
    void randomComputationsReplayToTheBit() {
        for (int seed = 0; seed < 150; seed++) {
            RandomDag dag = new RandomDag(seed);
            Tensor[] eager = dag.leaves();
            Tensor loss = dag.loss(eager);
            loss.backward();
            Tensor[] replayed = dag.leaves();
            Workspace workspace = new Workspace();
            List<Tensor> watched = new ArrayList<>();
            Program program = Program.trace(workspace, () -> {
                Tensor result = dag.loss(replayed);
                watched.add(result);
                return result;
            });
            for (int replay = 0; replay < 2; replay++) {
                Arrays.fill(watched.get(0).array(), Float.NaN);
                for (Tensor leaf : replayed) {
                    leaf.zeroGrad();
                }
                program.forward();
                program.backward();
                String what = "computation " + seed + ", replay " + replay;
                Tolerance.assertSameBits(what, loss.toArray(), program.result().toArray());
                for (int i = 0; i < eager.length; i++) {
                    Tolerance.assertSameBits(what + ", gradient " + i, gradient(eager[i]), gradient(replayed[i]));
                }
            }
        }
    }

    private static float[] gradient(Tensor leaf) {
        return leaf.gradOrZeros().toArray();
    }

    /** Doubles its input, and counts how often. */
    private static final class CountedDouble extends Op {
        private final Tensor x;
        private final Tensor y;
        private final int[] runs;
        private final boolean dependsOnInputsAlone;

        CountedDouble(Tensor x, int[] runs, boolean dependsOnInputsAlone) {
            super("double", x);
            this.x = x;
            this.runs = runs;
            this.dependsOnInputsAlone = dependsOnInputsAlone;
            y = output(x.shape());
        }

        @Override
        protected boolean dependsOnInputsAlone() {
            return dependsOnInputsAlone;
        }

        @Override
        protected void forward() {
            runs[0]++;
            for (int i = 0; i < x.shape().count(); i++) {
                y.array()[y.offset() + i] = 2 * x.array()[x.offset() + i];
            }
        }

        @Override
        protected void backward() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void withoutGradientsWhatDependsOnParametersAloneRunsOnce() {
        Tensor w = Tensor.full(3, 4).requiresGrad(true);
        Tensor input = Tensor.full(1, 4);
        int[] ofParameter = new int[1];
        int[] ofInput = new int[1];
        int[] random = new int[1];
        Workspace workspace = new Workspace();
        Program program = GradMode.noGrad(() -> Program.trace(workspace, () -> {
            Tensor twice = new CountedDouble(Ops.reshape(w, 2, 2), ofParameter, true).apply();
            Tensor fourfold = new CountedDouble(twice, ofParameter, true).apply();
            Tensor moved = Ops.add(new CountedDouble(w, random, false).apply(), Ops.reshape(fourfold, 4));
            return Ops.add(moved, new CountedDouble(input, ofInput, true).apply());
        }));
        Program other = GradMode.noGrad(() -> Program.trace(workspace, () -> Ops.exp(Ops.exp(input))));
        for (int run = 1; run <= 3; run++) {
            input.fill(run);
            assertArrayEquals(new float[] {18 + 2 * run, 18 + 2 * run, 18 + 2 * run, 18 + 2 * run},
                    program.forward().toArray());
            other.forward();
        }
        assertArrayEquals(new int[] {2, 3, 3}, new int[] {ofParameter[0], ofInput[0], random[0]});
        w.fill(1);
        assertArrayEquals(new float[] {12, 12, 12, 12}, program.forward().toArray());
        assertEquals(4, ofParameter[0]);
    }
}
