package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.almt.core.GradMode;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.junit.jupiter.api.Test;

class TableLookupTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return TableLookup.class;
    }

    @Override
    protected List<OpCase> cases() {
        return List.of(
                of(1, 1, 0),
                of(5, 3, 4, 0, 4, 2, 4, 4),
                of(3, 17, 2, -1, 0, -1),
                of(4, 33, 1, 1, 1),
                of(2, 4),
                of(0, 4, -1, -1),
                of(3, 0, 2, 1));
    }

    /** Few rows chosen by many, and columns enough for several slabs. */
    @Override
    protected List<OpCase> largeCases() {
        RandomStream random = new RandomStream(5, 0);
        int[] ids = new int[900];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = random.nextInt(14) - 1;
        }
        return List.of(of(13, 301, ids).roundings(256));
    }

    private static OpCase of(int rows, int width, int... ids) {
        return new OpCase(
                x -> Ops.embedding(x[0], Indices.of(ids)), x -> gather(x[0], width, ids), OpCase.shape(rows, width))
                .named(ids.length + " rows of");
    }

    private static double[] gather(double[] table, int width, int... ids) {
        double[] y = new double[ids.length * width];
        for (int i = 0; i < y.length; i++) {
            int id = ids[i / width];
            y[i] = id < 0 ? 0 : table[id * width + i % width];
        }
        return y;
    }

    @Test
    void thePaddingRowIsReadAndGetsNoGradient() {
        Tensor table = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2).requiresGrad(true);
        Tensor y = Ops.embedding(table, Indices.of(0, 1, 0, 1), 0);
        assertArrayEquals(new float[] {1, 2, 3, 4, 1, 2, 3, 4}, y.toArray());
        Ops.sum(y).backward();
        assertArrayEquals(new float[] {0, 0, 2, 2}, table.grad().toArray());
    }

    @Test
    void aReplayedProgramReadsTheIdsOfTheMoment() {
        Tensor table = Tensor.of(new float[] {1, 2, 3}, 3, 1).requiresGrad(true);
        Indices ids = Indices.zeros(2);
        Program training = Program.trace(() -> Ops.sum(Ops.embedding(table, ids)));
        Program prediction = GradMode.noGrad(() -> Program.trace(() -> Ops.embedding(table, ids)));
        for (int id = 0; id < 3; id++) {
            ids.copyFrom(new int[] {9, id, 2}, 1);
            assertEquals(id + 1 + 3, training.forward().item());
            training.backward();
            assertArrayEquals(new float[] {id + 1, 3}, prediction.forward().toArray());
        }
        assertArrayEquals(new float[] {1, 1, 4}, table.grad().toArray());
    }

    @Test
    void refusesBackwardAfterTheIdsChanged() {
        Tensor table = Tensor.zeros(3, 1).requiresGrad(true);
        Indices ids = Indices.of(2);
        Tensor y = Ops.sum(Ops.embedding(table, ids));
        ids.set(new int[] {1});
        String message = assertThrows(IllegalStateException.class, y::backward).getMessage();
        assertTrue(message.startsWith("embedding: Indices[1] that backward needs were changed"), message);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "embedding: id 3 at position 1 is no row of the table [3,2]; 0 to 2, or -1 for zeros, is needed",
                refusal(Tensor.zeros(3, 2), -1, 0, 3));
        assertEquals(
                "embedding: id -2 at position 0 is no row of the table [3,2]; 0 to 2, or -1 for zeros, is needed",
                refusal(Tensor.zeros(3, 2), -1, -2));
        assertEquals(
                "embedding: the table has shape [3]; two axes [rows, width] are needed",
                refusal(Tensor.zeros(3), -1, 0));
        assertEquals(
                "embedding: the padding id 3 is no row of the table [3,2]; give one, or -1 for none",
                refusal(Tensor.zeros(3, 2), 3, 0));
    }

    private static String refusal(Tensor table, int paddingId, int... ids) {
        return assertThrows(
                IllegalArgumentException.class, () -> Ops.embedding(table, Indices.of(ids), paddingId)).getMessage();
    }
}
