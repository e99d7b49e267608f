package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.op.DropoutSource;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;

class RecomputationTest {
    private static final int LAYERS = 6;
    private static final int ROWS = 40;
    private static final int WIDTH = 16;

    /** Post-norm feed-forward layers with dropout, from a table. */
    private static final class Stack {
        final DropoutSource source = new DropoutSource(3);
        final Tensor table = random(1, 9, WIDTH);
        final List<Tensor> in = new ArrayList<>();
        final List<Tensor> out = new ArrayList<>();
        final Tensor gamma = random(2, WIDTH);
        final Tensor beta = random(3, WIDTH);
        final Indices ids = Indices.zeros(ROWS);
        final Tensor shift = Tensor.zeros(WIDTH);

        Stack() {
            for (int i = 0; i < LAYERS; i++) {
                in.add(random(10 + i, 4 * WIDTH, WIDTH));
                out.add(random(20 + i, WIDTH, 4 * WIDTH));
            }
        }

        Tensor loss(boolean recompute) {
            Tensor x = Ops.embedding(table, ids);
            for (int i = 0; i < LAYERS; i++) {
                Tensor input = x;
                Tensor first = in.get(i);
                Tensor second = out.get(i);
                x = recompute
                        ? Recomputation.of(() -> layer(input, first, second))
                        : layer(input, first, second);
            }
            return Ops.mean(Ops.mul(x, x));
        }

        private Tensor layer(Tensor x, Tensor first, Tensor second) {
            Tensor h = Ops.gelu(Ops.linear(Ops.add(x, shift), first, null));
            Tensor y = Ops.dropout(Ops.linear(h, second, null), 0.2f, source);
            return Ops.layerNorm(Ops.add(x, y), gamma, beta, 1e-5f);
        }

        void load(int step) {
            RandomStream random = new RandomStream(step, 5);
            for (int i = 0; i < ROWS; i++) {
                ids.array()[i] = random.nextInt(9);
            }
            ids.markModified();
            source.step(step);
        }

        List<Tensor> parameters() {
            List<Tensor> all = new ArrayList<>(List.of(table, gamma, beta));
            all.addAll(in);
            all.addAll(out);
            return all;
        }
    }

    private static Tensor random(long seed, int... sizes) {
        RandomStream random = new RandomStream(seed, 0);
        float[] values = new float[Shape.of(sizes).count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return Tensor.of(values, sizes).requiresGrad(true);
    }

    @Test
    void givesTheSameBitsInLessMemory() {
        Stack held = new Stack();
        Stack again = new Stack();
        Workspace much = new Workspace();
        Workspace little = new Workspace();
        held.load(0);
        again.load(0);
        Program all = Program.trace(much, () -> held.loss(false));
        Program parts = Program.trace(little, () -> again.loss(true));
        for (int step = 0; step < 3; step++) {
            held.load(step);
            again.load(step);
            assertArrayEquals(all.forward().toArray(), parts.forward().toArray());
            all.backward();
            again.source.step(77); // dropout drops the same elements as in the forward pass
            parts.backward();
            for (int i = 0; i < held.parameters().size(); i++) {
                Tolerance.assertSameBits("step " + step + ", gradient " + i,
                        held.parameters().get(i).grad().toArray(), again.parameters().get(i).grad().toArray());
            }
        }
        // Backward needs x + shift, h before and after gelu, mask and sum of each layer: 11 ROWS WIDTH. With segments
        // it needs those of one layer at a time, and the input of each layer.
        long layer = 4L * 11 * ROWS * WIDTH;
        assertTrue(much.bytes() > LAYERS * layer, much.bytes() + " bytes");
        assertTrue(little.bytes() < much.bytes() - 3 * layer, little.bytes() + " of " + much.bytes() + " bytes");
    }

    @Test
    void anEagerComputationGoesAsIfThereWereNoParts() {
        Stack held = new Stack();
        Stack again = new Stack();
        held.load(1);
        again.load(1);
        held.loss(false).backward();
        Tensor loss = again.loss(true);
        again.source.step(77);
        loss.backward();
        for (int i = 0; i < held.parameters().size(); i++) {
            assertArrayEquals(
                    held.parameters().get(i).grad().toArray(), again.parameters().get(i).grad().toArray());
        }
    }

    /** Views, values used by several segments, segments of any length, results inside segments. */
    @Test
    void randomPartsOfRandomComputationsGiveTheSameBits() {
        for (int seed = 0; seed < 150; seed++) {
            RandomDag dag = new RandomDag(seed);
            Tensor[] eager = dag.leaves();
            Tensor loss = dag.loss(eager);
            loss.backward();
            Tensor[] replayed = dag.leaves();
            int partLength = 1 + seed % 9;
            Program program = Program.trace(() -> seed(dag, replayed, partLength));
            for (int replay = 0; replay < 2; replay++) {
                for (Tensor leaf : replayed) {
                    leaf.zeroGrad();
                }
                program.forward();
                program.backward();
                String what = "computation " + seed + ", parts of " + partLength + ", replay " + replay;
                Tolerance.assertSameBits(what, loss.toArray(), program.result().toArray());
                for (int i = 0; i < eager.length; i++) {
                    if (eager[i].requiresGrad() && eager[i].grad() != null) {
                        Tolerance.assertSameBits(
                                what + ", gradient " + i, eager[i].grad().toArray(), replayed[i].grad().toArray());
                    }
                }
            }
        }
    }

    private static Tensor seed(RandomDag dag, Tensor[] leaves, int partLength) {
        return partLength == 9 ? Recomputation.of(() -> dag.loss(leaves, 4)) : dag.loss(leaves, partLength);
    }

    /** An input that no backward formula reads, but that recomputation reads. */
    @Test
    void refusesBackwardAfterAnInputChanged() {
        Stack stack = new Stack();
        stack.load(0);
        Program program = Program.trace(() -> stack.loss(true));
        program.forward();
        stack.shift.fill(1);
        String message = assertThrows(IllegalStateException.class, program::backward).getMessage();
        assertTrue(message.contains("add: a value of shape [16]"), message);
        program.forward();
        program.backward();
        assertThrows(IllegalStateException.class, program::backward);
    }

    @Test
    void aFailureInsideEndsThePart() {
        assertThrows(IllegalStateException.class, () -> Recomputation.of(() -> {
            throw new IllegalStateException("inside");
        }));
        Tensor x = Tensor.scalar(2).requiresGrad(true);
        Program program = Program.trace(() -> Recomputation.of(() -> Ops.mul(x, x)));
        assertFalse(program.size() == 0);
        assertEquals(4, program.forward().item());
        program.backward();
        assertEquals(4, x.grad().item());
    }
}
