package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class CrossEntropyTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return CrossEntropy.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int width : new int[] {1, 2, 7, 16, 17, 33}) {
            for (float smoothing : new float[] {0, 0.25f}) {
                cases.add(of(5, width, 0, smoothing));
                cases.add(of(5, width, 2, smoothing));
            }
        }
        cases.add(of(1, 3, 0, 1));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(70, 500, 3, 0).roundings(256), of(70, 500, 0, 0.1f).roundings(256));
    }

    /** Every {@code skip}-th row is ignored; 0 for none. */
    private static OpCase of(int rows, int width, int skip, float smoothing) {
        int[] classes = new int[rows];
        for (int r = 0; r < rows; r++) {
            classes[r] = skip > 0 && r % skip == 1 ? -7 : r * 5 % width;
        }
        return new OpCase(x -> Ops.crossEntropy(x[0], Indices.of(classes.clone()), -7, smoothing), x -> {
            double[] logs = Formulas.logSoftmax(x[0], width);
            double loss = 0;
            int counted = 0;
            for (int r = 0; r < rows; r++) {
                if (classes[r] == -7) {
                    continue;
                }
                counted++;
                for (int j = 0; j < width; j++) {
                    double target = (j == classes[r] ? 1 - smoothing : 0) + (double) smoothing / width;
                    loss -= target * logs[r * width + j];
                }
            }
            return new double[] {loss / counted};
        }, OpCase.shape(rows, width)).named("skip " + skip + ", smoothing " + smoothing).between(-4, 4).norm(4);
    }

    /** PyTorch 1.13: {@code cross_entropy(tensor([[100., 0., -100.], [0., 50., 0.]]), tensor([1, 1]))} is 50. */
    @Test
    void neitherOverflowsNorCancels() {
        Tensor x = Tensor.of(new float[] {100, 0, -100, 0, 50, 0}, 2, 3).requiresGrad(true);
        Tensor loss = Ops.crossEntropy(x, Indices.of(1, 1));
        assertEquals(50, loss.item());
        loss.backward();
        assertArrayEquals(new float[] {0.5f, -0.5f, 0, 0, 0, 0}, x.grad().toArray(), 1e-20f);
    }

    /** Rows of class -1 were left out silently. With the labels -1 and 1, only one class was trained. */
    @Test
    void noClassIsIgnoredUnlessGiven() {
        var e = assertThrows(IllegalArgumentException.class,
                () -> Ops.crossEntropy(Tensor.zeros(2, 3), Indices.of(1, -1)));
        assertEquals("crossEntropy: class -1 in row 1; 0 to 2 fit scores [2,3]; to leave rows out, give the class to"
                + " ignore: crossEntropy(scores, classes, -1, 0)", e.getMessage());
    }

    @Test
    void ifNoRowCountsTheLossIsZero() {
        Tensor x = Tensor.zeros(2, 3).requiresGrad(true);
        Tensor loss = Ops.crossEntropy(x, Indices.of(-1, -1), -1, 0);
        assertEquals(0, loss.item());
        loss.backward();
        assertArrayEquals(new float[6], x.grad().toArray());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals("crossEntropy: 3 classes for [2,4]; one for each of the 2 rows is needed",
                refusal(Indices.of(0, 1, 2), 0));
        assertEquals("crossEntropy: class 4 in row 1; 0 to 3 fit scores [2,4]", refusal(Indices.of(0, 4), 0));
        assertEquals("crossEntropy: a smoothing of 2.0; 0 to 1 is needed", refusal(Indices.of(0, 1), 2));
    }

    private static String refusal(Indices classes, float smoothing) {
        return assertThrows(IllegalArgumentException.class,
                () -> Ops.crossEntropy(Tensor.zeros(2, 4), classes, -1, smoothing)).getMessage();
    }
}
