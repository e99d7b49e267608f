package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

/** What a program refuses, and in which words. */
class ProgramRefusalTest {
    private static Tensor leaf(float... values) {
        return Tensor.of(values, values.length).requiresGrad(true);
    }

    @Test
    void refusesBackwardThroughAPrediction() {
        Program program = Program.trace(() -> Ops.softmax(Tensor.zeros(4)));
        program.forward();
        assertEquals(
                "program: its result Tensor[4] is not a single number that depends on a tensor requiring a gradient",
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

    /** Growing moves the workspace, and what the forward pass left in it is lost. */
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
    void refusesAnInPlaceChangeBeforeAnyGradientIsTouched() {
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
        assertNull(Program.current());
    }

    private static String refusal(Runnable body) {
        return assertThrows(IllegalStateException.class, body::run).getMessage();
    }
}
