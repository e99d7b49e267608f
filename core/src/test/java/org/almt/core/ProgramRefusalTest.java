package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

/** What a program refuses, and the messages. */
class ProgramRefusalTest {
    private static Tensor leaf(float... values) {
        return Tensor.of(values, values.length).requiresGrad(true);
    }

    @Test
    void refusesBackwardThroughAPrediction() {
        Program program = Program.trace(() -> Ops.softmax(Tensor.zeros(4)));
        program.forward();
        assertEquals(
                "program: its result Tensor[4] is not a single number; reduce it in the trace, for example with sum or"
                        + " mean",
                refusal(program::backward));
    }

    @Test
    void refusesBackwardOutOfTurn() {
        Tensor x = leaf(1, 2, 3);
        Workspace workspace = new Workspace();
        Program first = Program.trace(workspace, () -> Ops.sum(Ops.mul(x, x)));
        Program second = Program.trace(workspace, () -> Ops.sum(Ops.exp(x)));
        String noForward =
                "program: no forward pass of this program, or another program in the same workspace ran after it;"
                        + " run forward again before backward";
        assertEquals(noForward, refusal(first::backward));
        first.forward();
        second.forward();
        assertEquals(noForward, refusal(first::backward));
        second.backward();
        assertTrue(refusal(second::backward).startsWith("sum: backward was already run through this result"));
    }

    /** Growing moves the workspace, and the values of the forward pass are lost. */
    @Test
    void refusesBackwardAfterTheArenaGrew() {
        Tensor x = leaf(1, 2, 3);
        Workspace workspace = new Workspace();
        Program first = Program.trace(workspace, () -> Ops.sum(Ops.mul(x, x)));
        first.forward();
        Program.trace(workspace, () -> Ops.sum(Ops.exp(Tensor.zeros(1000))));
        assertTrue(refusal(first::backward).startsWith("program: no forward pass of this program"));
        first.forward();
        first.backward();
        assertArrayEquals(new float[] {2, 4, 6}, x.grad().toArray());
    }

    @Test
    void refusesAnEagerBackwardThroughItsOps() {
        Tensor x = leaf(1, 2, 3);
        Program program = Program.trace(() -> Ops.sum(Ops.mul(x, x)));
        Tensor loss = program.forward();
        String message = "sum: this result is a program's; call the program's backward(), or detach() what is taken"
                + " from it";
        assertEquals(message, refusal(loss::backward));
        assertEquals(message, refusal(Ops.scale(loss, 2)::backward));
        program.backward();
        assertArrayEquals(new float[] {2, 4, 6}, x.grad().toArray());
    }

    @Test
    void refusesAnInPlaceChangeBeforeAnyGradientChanges() {
        Tensor x = leaf(1, 2, 3);
        Tensor y = leaf(4, 5, 6);
        Program program = Program.trace(() -> Ops.sum(Ops.add(Ops.scale(y, 3), Ops.mul(x, x))));
        program.forward();
        x.fill(1);
        assertTrue(refusal(program::backward).startsWith("mul: a value of shape [3]"));
        assertArrayEquals(new float[3], y.grad().toArray());
    }

    @Test
    void refusesToDifferentiateThroughWhatWasComputedBefore() {
        Tensor x = leaf(1, 2, 3);
        Tensor outside = Ops.exp(x);
        assertEquals(
                "program: its result needs a gradient through exp [3], which was computed before the trace; compute it"
                        + " inside, or detach() it",
                refusal(() -> Program.trace(() -> Ops.sum(outside))));
        Program detached = Program.trace(() -> Ops.sum(Ops.mul(x, outside.detach())));
        detached.forward();
        detached.backward();
        assertArrayEquals(outside.toArray(), x.grad().toArray());
    }

    @Test
    void refusesATraceInsideATraceAndRecoversFromErrors() {
        assertEquals("program: a trace is already being recorded on this thread",
                refusal(() -> Program.trace(() -> Program.trace(() -> Tensor.scalar(1)).result())));
        assertThrows(IllegalArgumentException.class, () -> Program.trace(() -> Ops.softmax(Tensor.scalar(1))));
        assertNull(Execution.current().recording());
    }

    /** The op of one thread waits inside of forward until the other thread has been refused. */
    @Test
    void refusesASecondThread() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        Workspace workspace = new Workspace();
        Tensor x = leaf(1, 2, 3);
        Program slow = Program.trace(workspace, () -> Ops.sum(new Waiting(x, inside, refused).apply()));
        Program other = Program.trace(workspace, () -> Ops.sum(x));
        Program elsewhere = Program.trace(() -> Ops.sum(x));
        Thread thread = new Thread(slow::forward);
        thread.start();
        inside.await();
        String sentence = "program: another thread runs it, or another program in the same workspace, and their values"
                + " would mix; give each thread a program of its own by copy()";
        assertEquals(sentence, refusal(slow::forward));
        assertEquals(sentence, refusal(slow::backward));
        assertEquals(sentence, refusal(other::forward));
        assertEquals(6, elsewhere.forward().item());
        refused.countDown();
        thread.join();
        assertEquals(6, slow.forward().item());
        slow.backward();
        assertEquals(6, other.forward().item());
    }

    /** The elements from the second thread must not reach the inputs that the first thread reads. */
    @Test
    void refusesElementsOfASecondThread() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        Tensor x = leaf(1, 2, 3);
        Program program = Program.trace(x, t -> Ops.sum(new Waiting(t, inside, refused).apply()));
        Thread thread = new Thread(() -> program.forward(Tensor.of(new float[] {4, 5, 6}, 3)));
        thread.start();
        inside.await();
        assertTrue(refusal(() -> program.forward(Tensor.of(new float[] {7, 8, 9}, 3)))
                .startsWith("program: another thread runs it"));
        assertArrayEquals(new float[] {4, 5, 6}, x.toArray());
        refused.countDown();
        thread.join();
        assertEquals(15, program.result().item());
        assertEquals(24, program.forward(Tensor.of(new float[] {7, 8, 9}, 3)).item());
    }

    @Test
    void aRefusedCallReplacesNoInput() {
        Tensor a = Tensor.scalar(1);
        Tensor b = Tensor.scalar(2);
        Program program = Program.trace(List.of(a, b), in -> Ops.sub(in.get(0), in.get(1)));
        Program.trace(() -> {
            Tensor uncomputed = Ops.exp(Tensor.scalar(0));
            assertEquals("Tensor[] has no elements yet: a trace records ops and computes nothing; read it after the"
                    + " program's forward()", refusal(() -> program.forward(Tensor.scalar(9), uncomputed)));
            return uncomputed;
        });
        assertEquals(-1, program.forward().item());
    }

    @Test
    void tellsHowToSeeTheGradientOfItsValues() {
        Tensor x = leaf(1, 2, 3);
        Tensor[] square = new Tensor[1];
        Supplier<Tensor> body = () -> {
            square[0] = Ops.mul(x, x);
            return Ops.sum(Ops.exp(square[0]));
        };
        Program program = Program.trace(body);
        program.forward();
        program.backward();
        assertEquals("grad: Tensor[3], made by mul [3], is a value of a program, which reuses the memory of its"
                + " gradient; compute it without the program, and call retainGrad() before backward",
                refusal(() -> square[0].grad()));
        Tensor loss = body.get();
        square[0].retainGrad();
        loss.backward();
        assertArrayEquals(Ops.exp(square[0].detach()).toArray(), square[0].grad().toArray());
    }

    /** y = x, once another thread allows it. */
    private static final class Waiting extends Op {
        private final Tensor x;
        private final Tensor y;
        private final CountDownLatch inside;
        private final CountDownLatch allowed;

        Waiting(Tensor x, CountDownLatch inside, CountDownLatch allowed) {
            super("waiting", x);
            this.x = x;
            this.inside = inside;
            this.allowed = allowed;
            y = output(x.shape());
        }

        @Override
        protected void forward() {
            inside.countDown();
            try {
                allowed.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            System.arraycopy(x.array(), x.offset(), y.array(), y.offset(), x.shape().count());
        }

        @Override
        protected void backward() {
            for (int i = 0; i < x.shape().count(); i++) {
                gradient(x).array()[gradient(x).offset() + i] += gradient(y).array()[gradient(y).offset() + i];
            }
        }
    }

    private static String refusal(Runnable body) {
        return assertThrows(IllegalStateException.class, body::run).getMessage();
    }
}
