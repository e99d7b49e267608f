package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E03BroadcastingTest implements Graded {
    @Test
    void aRowGetsTheSumOfItsCopies() {
        assertArrayEquals(new float[] {5, 7, 9}, E03Broadcasting.ofRow(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    }

    @Test
    void aColumnGetsTheSumOfItsCopies() {
        assertArrayEquals(new float[] {6, 15}, E03Broadcasting.ofColumn(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    }

    @Test
    void bothEqualTheEngine() {
        float[] dz = Graded.random(7 * 5, 3);
        Tensor row = Tensor.zeros(5).requiresGrad(true);
        Tensor column = Tensor.zeros(7, 1).requiresGrad(true);
        Ops.sum(Ops.mul(Ops.add(column, row), Tensor.of(dz, 7, 5))).backward();
        assertArrayEquals(row.grad().toArray(), E03Broadcasting.ofRow(dz, 7, 5), 1e-5f);
        assertArrayEquals(column.grad().toArray(), E03Broadcasting.ofColumn(dz, 7, 5), 1e-5f);
    }

    @Override
    public float[] answers() {
        float[] dz = Graded.random(300 * 20, 3);
        float[] row = E03Broadcasting.ofRow(dz, 300, 20);
        float[] column = E03Broadcasting.ofColumn(dz, 300, 20);
        float[] both = new float[320];
        System.arraycopy(row, 0, both, 0, 20);
        System.arraycopy(column, 0, both, 20, 300);
        return both;
    }
}
