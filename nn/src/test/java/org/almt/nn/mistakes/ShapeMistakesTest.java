package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

/** Shapes that do not fit. Messages give the op, both shapes, the rule, and what to do. */
class ShapeMistakesTest {
    @Test
    void innerSizesOfAProduct() {
        refused("matmul: inner sizes differ: [2,3] x [2,3]; the left has 3 columns, the right 2 rows",
                () -> Ops.matmul(ones(2, 3), ones(2, 3)));
    }

    @Test
    void aProductOfVectors() {
        refused("matmul: both sides need two axes or more: [3] x [3]; reshape a vector to a matrix of one row or"
                + " column",
                () -> Ops.matmul(ones(3), ones(3)));
    }

    @Test
    void batchesOfAProductDiffer() {
        refused("matmul: leading axes differ: [4,2,3] x [5,3,2]; they must be equal, or the right side a plain matrix",
                () -> Ops.matmul(ones(4, 2, 3), ones(5, 3, 2)));
    }

    @Test
    void aLeftSideForSeveralRightSides() {
        refused("matmul: leading axes differ: [2,3] x [5,3,2]; they must be equal, or the right side a plain matrix",
                () -> Ops.matmul(ones(2, 3), ones(5, 3, 2)));
    }

    @Test
    void shapesDoNotBroadcast() {
        refused("add: shapes do not broadcast: [2,3] and [2]; aligned at the last axis, sizes must be equal or 1, but 3"
                + " meets 2. Reshape or expand one side.", () -> Ops.add(ones(2, 3), ones(2)));
    }

    /** PyTorch broadcasts to [4,4] and trains nonsense. */
    @Test
    void aLossOfAVectorAndAColumn() {
        refused("mseLoss: shapes differ: [4] and [4,1]; they must be equal, reshape or expand one side",
                () -> Ops.mseLoss(ones(4), ones(4, 1)));
    }

    @Test
    void negativeSize() {
        refused("shape: negative size in [2,-1]; sizes must be 0 or more", () -> Tensor.zeros(2, -1));
    }

    @Test
    void moreElementsThanAnArrayHolds() {
        refused("shape: [100000,100000] has too many elements; a tensor holds at most 2147483631. Split it along its"
                + " first axis.", () -> Tensor.zeros(100_000, 100_000));
    }

    @Test
    void reshapeToAnotherCount() {
        refused("reshape: [6] holds 6 numbers and cannot become [4,-1]; the products of the sizes must be equal",
                () -> Ops.reshape(ones(6), 4, -1));
    }

    @Test
    void reshapeWithTwoUnknownSizes() {
        refused("reshape: [-1,-1] has more than one -1 or another negative size; give one -1 at most",
                () -> Ops.reshape(ones(6), -1, -1));
    }

    @Test
    void anAxisThatIsNotThere() {
        refused("sum: [2,3] has no axis 2; its axes are 0 to 1, or -1 for the last", () -> Ops.sum(ones(2, 3), 2));
    }

    @Test
    void partsOfAConcatDiffer() {
        refused("concat: shapes differ beside axis 0: [[2,3], [2,4]]; only the sizes along that axis may differ",
                () -> Ops.concat(0, ones(2, 3), ones(2, 4)));
    }

    @Test
    void aSliceOutOfRange() {
        refused("slice: 1 to 5 (exclusive) is outside axis 1 of [2,3]; 0 <= from <= to <= 3 is needed",
                () -> Ops.slice(ones(2, 3), 1, 1, 5));
    }

    @Test
    void anIdWithoutARow() {
        refused("embedding: id 4 at position 1 is no row of the table [4,2]; 0 to 3, or -1 for zeros, is needed",
                () -> Ops.embedding(ones(4, 2), Indices.of(0, 4)));
    }

    @Test
    void aBatchNormOfOneRow() {
        refused("batchNorm: [1,3] has 1 rows, which have no variance; give two or more, or a mean and a variance",
                () -> Ops.batchNorm(ones(1, 3), ones(3), ones(3), 1e-5f, ones(3), ones(3), 0.1f));
    }

    @Test
    void aNormWithParametersOfAnotherWidth() {
        refused("layerNorm: gamma has shape [2] but [3] is needed to match the last axis of [2,3]",
                () -> Ops.layerNorm(ones(2, 3), ones(2), ones(2), 1e-5f));
    }
}
