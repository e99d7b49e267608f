/// # 3. Broadcasting
///
/// 10 minutes. After lesson 1.
///
/// **The trap.** A model answers `[4,1]`; the labels are `[4]`. Their difference is `[4,4]`: each answer minus each
/// label. The mean of its squares is a number like any other, and nothing fails. But its gradient pulls each answer to
/// the mean of all labels, even if every answer is right.
///
/// **The rule** is NumPy's. Shapes are compared from the last axis. An axis of size 1, or a missing one, is repeated.
/// **The backward pass** is the mirror image: a repeated element receives the sum of the gradients of all its copies.
///
/// **Naive:** subtract, square, mean. **Right:** make the shapes equal first. `mseLoss` refuses unequal shapes.

import static org.almt.core.op.Ops.*;

import org.almt.core.Tensor;
import org.almt.learn.Charts;
import org.almt.learn.Canvas;
import org.almt.learn.Canvas.Colour;

void main() {
    Tensor answers = Tensor.of(new float[] {1, 2, 3, 4}, 4, 1).requiresGrad(true);
    Tensor labels = Tensor.of(new float[] {1, 2, 3, 4}, 4); // all answers are right

    Tensor miss = sub(answers, labels);
    Tensor naive = mean(mul(miss, miss));
    naive.backward();
    IO.println("naive: the difference is " + miss.shape() + ", the loss " + naive.item());
    IO.println("       its gradient is " + answers.grad());

    answers.zeroGrad();
    Tensor right = mseLoss(reshape(answers, 4), labels);
    right.backward();
    IO.println("right: the loss is " + right.item() + ", its gradient " + answers.grad());
    try {
        mseLoss(answers, labels);
    } catch (IllegalArgumentException e) {
        IO.println("mseLoss says: " + e.getMessage());
    }

    for (int[][] shapes : new int[][][] {{{4, 3}, {3}}, {{4, 1}, {3}}, {{64, 508, 128}, {128}}, {{2, 1, 5}, {7, 1}}}) {
        Tensor sum = add(Tensor.zeros(shapes[0]), Tensor.zeros(shapes[1]));
        IO.println(Arrays.toString(shapes[0]) + " + " + Arrays.toString(shapes[1]) + " = " + sum.shape());
    }
    try {
        add(Tensor.zeros(4, 3), Tensor.zeros(4));
    } catch (IllegalArgumentException e) {
        IO.println("[4, 3] + [4]: " + e.getMessage());
    }

    // Backward: the bias [3] was added to each of four rows, so it receives the sum over four rows.
    Tensor rows = Tensor.of(new float[] {1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3}, 4, 3);
    Tensor bias = Tensor.zeros(3).requiresGrad(true);
    sum(mul(add(rows, bias), rows)).backward();
    IO.println("gradient of the bias: " + bias.grad());

    Tensor column = Tensor.of(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, 4, 1);
    Tensor row = Tensor.of(new float[] {0.1f, 0.3f, 0.5f}, 3);
    Canvas picture = new Canvas(560, 190, "A column plus a row is a table");
    picture.text(12, 20, "[4,1]  +  [3]  =  [4,3]: the column is repeated three times, the row four times");
    Charts.cells(picture, 30, 40, 30, 1, column.toArray(), Colour.BLUE);
    picture.text(80, 105, "+");
    Charts.cells(picture, 110, 40, 30, 3, expand(row, 4, 3).toArray(), Colour.ORANGE);
    picture.text(220, 105, "=");
    Charts.cells(picture, 250, 40, 30, 3, add(column, row).toArray(), Colour.GREEN);
    picture.write("L03Broadcasting");
}

/// ## Exercise
///
/// Write the backward pass of two broadcast sums by hand. In one, a row is added to each row. In the other, a column is
/// added to each column: [E03Broadcasting](../src/test/java/org/almt/learn/exercise/E03Broadcasting.java). Run
/// `nn/learn/learn test 3`.
///
/// ## Read on
///
/// [Broadcast](../../../core/src/main/java/org/almt/core/op/Broadcast.java) contains the rule and its mirror image.
