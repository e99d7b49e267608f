package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.almt.core.ProgramExplanation.Buffer;
import org.almt.core.ProgramExplanation.Row;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

class ProgramExplanationTest {
    private final Tensor weight = Tensor.full(0.1f, 16, 16).requiresGrad(true);
    private final Tensor x = Tensor.full(1, 4, 16);

    private Tensor block(Tensor in) {
        Tensor hidden = Ops.gelu(Ops.linear(in, weight, null)); // [4, 16]
        return Ops.reshape(Ops.layerNorm(Ops.add(in, hidden), null, null, 1e-5f), 2, 32);
    }

    private Tensor loss(Tensor in) {
        return Ops.mean(block(Ops.reshape(block(in), 4, 16)));
    }

    @Test
    void aTableOfOpsAndTheirMemory() {
        String text = explained().toString();
        assertTrue(text.startsWith("12 ops forward, 12 backward, "), text);
        List<Row> rows = explained().rows();
        assertEquals(List.of("linear", "gelu", "add", "layerNorm", "reshape", "reshape", "linear", "gelu", "add",
                "layerNorm", "reshape", "mean"), rows.stream().map(Row::op).toList());
        assertEquals(2 * 4 * 16 * 16, rows.get(0).flop());
        assertEquals(4 * (4 * 16 + 16 * 16 + 4 * 16), rows.get(0).bytes());
        assertEquals("view", rows.get(4).place());
        assertEquals(0, rows.get(4).flop());
    }

    private ProgramExplanation explained() {
        return Program.trace(x, this::loss).explain();
    }

    /** Two buffers that live at one time never lie on the same memory; that is what the plan is for. */
    @Test
    void whatLivesAtOneTimeLiesApart() {
        ProgramExplanation explanation = explained();
        List<Buffer> buffers = explanation.buffers();
        assertTrue(buffers.size() > 15, buffers.size() + " buffers");
        int sharing = 0;
        for (Buffer one : buffers) {
            assertTrue(one.address() >= 0 && one.address() + one.bytes() <= explanation.plannedBytes());
            for (Buffer other : buffers) {
                boolean overlap = one != other && one.address() < other.address() + other.bytes()
                        && other.address() < one.address() + one.bytes();
                boolean meanwhile = one.lives().stream().anyMatch(a -> other.lives().stream()
                        .anyMatch(b -> a[0] <= b[1] && b[0] <= a[1]));
                assertFalse(overlap && meanwhile, one.name() + " and " + other.name());
                sharing += overlap ? 1 : 0;
            }
        }
        assertTrue(sharing > 0, "nothing shares memory");
        assertTrue(explanation.plannedBytes() < explanation.bytesSideBySide());
    }

    @Test
    void constantsAreListedFirst() {
        ProgramExplanation explanation = GradMode.noGrad(
                () -> Program.trace(x, in -> Ops.mul(in, Ops.mean(Ops.gelu(weight), 0)))).explain();
        assertEquals(List.of("constant", "constant"),
                explanation.rows().subList(0, 2).stream().map(Row::place).toList());
        assertEquals(4 * 16, explanation.flop());
        assertTrue(explanation.toString().startsWith("1 op forward, 0 backward"), explanation.toString());
    }

    @Test
    void thePictureHasARectangleForEachLife() {
        ProgramExplanation explanation = Program.trace(x, in -> Ops.mean(Recomputation.of(() -> loss(in)))).explain();
        String svg = explanation.svg();
        int lives = explanation.buffers().stream().mapToInt(buffer -> buffer.lives().size()).sum();
        assertTrue(lives > explanation.buffers().size(), "recomputed values have two lives");
        assertEquals(lives, svg.lines().filter(line -> line.contains("<rect") && line.contains("<title>")).count());
    }
}
