package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.leaf;
import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

/** A trace that is mistaken for a computation, and a program whose methods are called in a wrong order. */
class ProgramMistakesTest {
    private final Tensor w = leaf(3);

    private Tensor loss() {
        return Ops.sum(Ops.mul(w, w));
    }

    @Test
    void readingAValueWithinATrace() {
        refused("Tensor[] has no elements yet: a trace records ops and computes nothing; read it after the program's"
                + " forward()", () -> Program.trace(() -> Tensor.scalar(loss().item())));
        refused("Tensor[3] has no elements yet: a trace records ops and computes nothing; read it after the program's"
                + " forward()", () -> Program.trace(() -> Tensor.of(Ops.exp(w).toArray(), 3)));
    }

    /** The message was that of mul, about an input that is null. */
    @Test
    void aGradientWithinATrace() {
        Tensor fresh = leaf(3);
        refused("grad: Tensor[3] has no gradient yet: a trace records ops and computes nothing; read it after the"
                + " program's backward()", () -> Program.trace(() -> Ops.sum(Ops.mul(fresh, fresh.grad()))));
    }

    @Test
    void aBranchThatDependsOnAValue() {
        refused("Tensor[] has no elements yet: a trace records ops and computes nothing; read it after the program's"
                + " forward()", () -> Program.trace(() -> loss().get() > 0 ? Ops.scale(loss(), 2) : loss()));
    }

    @Test
    void backwardWithinATrace() {
        refused("backward: a trace records ops and computes nothing; end the trace, then call forward() and backward()"
                + " of the program", () -> Program.trace(() -> {
                    Tensor loss = loss();
                    loss.backward();
                    return loss;
                }));
    }

    @Test
    void backwardBeforeForward() {
        refused("program: no forward pass of this program, or another program in the same workspace ran after it; run"
                + " forward again before backward", Program.trace(this::loss)::backward);
    }

    @Test
    void backwardOfTheResultInPlaceOfTheProgram() {
        refused("sum: this result is a program's; call the program's backward(), or detach() what is taken from it",
                Program.trace(this::loss).forward()::backward);
    }

    @Test
    void backwardTwice() {
        Program program = Program.trace(this::loss);
        program.forward();
        program.backward();
        refused("sum: backward was already run through this result; its saved values are gone. Compute the loss again"
                + " before a second backward.", program::backward);
    }

    /** It was silently 0. */
    @Test
    void readingAfterTheTraceAndBeforeForward() {
        Tensor[] y = new Tensor[1];
        Program program = Program.trace(() -> {
            y[0] = Ops.mul(w, ones(3));
            return Ops.sum(y[0]);
        });
        String sentence = " has no elements yet: a trace records ops and computes nothing; read it after the program's"
                + " forward()";
        refused("Tensor[]" + sentence, () -> program.result().item());
        refused("Tensor[3]" + sentence, () -> y[0].toArray());
        refused("Tensor[3]" + sentence, () -> y[0].get(0));
        assertEquals("Tensor[3] (not computed yet)", y[0].toString());
        program.forward();
        assertEquals(3, program.result().item());
    }

    /**
     * The program holds the tensor. It cannot know that the variable now holds another one, so it cannot refuse this.
     * The next test shows what to do.
     */
    @Test
    void aVariableThatHoldsAnotherTensorNow() {
        Tensor[] x = {ones(3)};
        Program program = Program.trace(() -> Ops.sum(Ops.mul(w, x[0])));
        x[0] = Tensor.full(5, 3);
        assertEquals(3, program.forward().item());
    }

    /** A program always reads the tensor that was traced. New elements go into its inputs. */
    @Test
    void newElementsInANewTensor() {
        Program program = Program.trace(ones(3), x -> Ops.sum(Ops.mul(w, x)));
        assertEquals(3, program.forward().item());
        assertEquals(15, program.forward(Tensor.full(5, 3)).item());
        program.inputs().get(0).set(1, 2, 3);
        assertEquals(6, program.forward().item());
        refused("program: [4] for input 0 of shape [3]; shapes must be equal, trace another program for another shape",
                () -> program.forward(ones(4)));
    }

    /** Sums of several threads were mixed, in 200 of 200 runs, and folded constants stayed wrong. */
    @Test
    void severalThreadsOnOneProgram() throws InterruptedException {
        Tensor weight = leaf(200, 200);
        Program program = GradMode.noGrad(() -> Program.trace(() -> Ops.sum(Ops.matmul(weight, weight))));
        Set<Object> seen = Collections.synchronizedSet(new TreeSet<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    try {
                        seen.add("" + program.forward().item());
                    } catch (IllegalStateException e) {
                        seen.add(String.valueOf(e.getMessage()));
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        seen.remove("8000000.0");
        assertTrue(
                seen.isEmpty() || seen.equals(Set.of("program: another thread runs it, or another program in the same"
                        + " workspace, and their values would mix; give each thread a program of its own by copy()")),
                seen.toString());
    }
}
