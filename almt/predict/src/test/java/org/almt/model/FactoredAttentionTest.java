package org.almt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.op.Formulas;
import org.almt.core.op.OpCase;
import org.almt.core.op.OpCheck;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.junit.jupiter.api.Test;

class FactoredAttentionTest extends OpCheck {
    private static final float SCALE = 0.75f;
    private static final float EPS = 1e-2f;
    private static final int WIDTH = 3;

    /** Keeps the squared lengths of the made-up cases well above zero. */
    private static final float BASE = 9;

    @Override
    protected Class<? extends Op> op() {
        return FactoredAttention.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        cases.add(of(1, 1, 1, 1, 1, 1));
        cases.add(of(2, 2, 3, 2, 5, 3));
        cases.add(of(2, 1, 2, 3, 17, 17));
        cases.add(of(1, 2, 1, 1, 16, 9));
        cases.add(of(3, 1, 2, 2, 4, 0));
        cases.add(of(0, 2, 2, 2, 4, 3));
        for (int constant = 0; constant < 3; constant++) {
            cases.add(of(2, 2, 2, 2, 5, 3).constant(constant));
        }
        return cases;
    }

    /** More samples than bands, and rows beyond a vector of any width. */
    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(19, 2, 5, 3, 70, 66).roundings(256));
    }

    private static OpCase of(int batch, int heads, int queries, int features, int rows, int length) {
        return new OpCase(
                x -> new FactoredAttention(x[0], x[1], Ops.addScalar(x[2], BASE), x[3], WIDTH, SCALE, EPS).apply(),
                x -> mix(x[0], x[1], x[2], x[3], batch, heads, queries, features, rows, length),
                OpCase.shape(heads, queries, rows + features),
                OpCase.shape(features, rows + features),
                OpCase.shape(rows),
                OpCase.shape(batch, features, length)).constant(3).roundings(64).norm(1);
    }

    private static double[] mix(
            double[] z, double[] gram, double[] squares, double[] frames, int batch, int heads, int queries,
            int features, int rows, int length) {
        int all = rows + features;
        double[] out = new double[heads * batch * queries * all];
        for (int b = 0; b < batch; b++) {
            double[][] u = new double[rows][features];
            double[] r = new double[rows];
            for (int i = 0; i < rows; i++) {
                double square = squares[i] + BASE;
                for (int f = 0; f < features && i >= rows - length; f++) {
                    u[i][f] = frames[(b * features + f) * length + i - (rows - length)];
                }
                for (int f = 0; f < features; f++) {
                    square += 2 * u[i][f] * gram[f * all + i];
                    for (int g = 0; g < features; g++) {
                        square += u[i][f] * gram[f * all + rows + g] * u[i][g];
                    }
                }
                r[i] = 1 / Math.sqrt(square / WIDTH + EPS);
            }
            for (int hq = 0; hq < heads * queries; hq++) {
                double[] p = new double[rows];
                for (int i = 0; i < rows; i++) {
                    p[i] = z[hq * all + i];
                    for (int f = 0; f < features; f++) {
                        p[i] += u[i][f] * z[hq * all + rows + f];
                    }
                    p[i] *= SCALE * r[i];
                }
                p = Formulas.softmax(p, rows);
                int at = ((hq / queries * batch + b) * queries + hq % queries) * all;
                for (int i = 0; i < rows; i++) {
                    out[at + i] = p[i] * r[i];
                    for (int f = 0; f < features; f++) {
                        out[at + rows + f] += p[i] * r[i] * u[i][f];
                    }
                }
            }
        }
        return out;
    }

    /** What the op is for: the same as building the rows, normalising them and attending to them. */
    @Test
    void equalsAttentionToNormalisedRows() {
        int batch = 2;
        int queries = 3;
        int features = 2;
        int rows = 7;
        int length = 5;
        int width = 16;
        RandomStream random = new RandomStream(5, 1);
        Tensor table = centred(random, rows, width);
        Tensor directions = centred(random, features, width);
        Tensor u = normal(random, batch, length, features);
        Tensor q = normal(random, queries, width);

        Tensor basis = Ops.concat(0, table, directions);
        Tensor a = new FactoredAttention(
                Ops.reshape(Ops.matmul(q, false, basis, true), 1, queries, rows + features),
                Ops.matmul(directions, false, basis, true),
                Ops.sum(Ops.mul(table, table), 1),
                Ops.transpose(u, 1, 2),
                width,
                0.25f,
                1e-5f).apply();
        Tensor factored = Ops.matmul(Ops.reshape(a, batch * queries, rows + features), basis);

        Tensor zeros = Tensor.zeros(batch, rows - length, width);
        Tensor moved = Ops.concat(1, zeros, Ops.matmul(u, directions));
        Tensor normalised = Ops.layerNorm(Ops.add(moved, table), null, null, 1e-5f);
        Tensor expected = Ops.attention(
                Ops.expand(Ops.reshape(q, 1, queries, width), batch, queries, width), normalised, normalised, 1, 0.25f);
        assertArrayEquals(expected.toArray(), factored.toArray(), 2e-6f);
    }

    private static Tensor normal(RandomStream random, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.shape().count(); i++) {
            tensor.array()[tensor.offset() + i] = 2 * random.nextFloat() - 1;
        }
        return tensor;
    }

    private static Tensor centred(RandomStream random, int rows, int width) {
        Tensor x = normal(random, rows, width);
        return Ops.sub(x, Ops.reshape(Ops.mean(x, 1), rows, 1));
    }

    @Test
    void aRowOfLengthZeroIsDividedByEpsAlone() {
        Tensor a = new FactoredAttention(
                Tensor.zeros(1, 1, 1), Tensor.zeros(0, 1), Tensor.zeros(1), Tensor.zeros(1, 0, 0), 4, 1, 0.25f).apply();
        assertArrayEquals(new float[] {2}, a.toArray());
    }

    @Test
    void refusesWhatDoesNotFit() {
        Shape fit = Shape.of(2, 3, 9);
        assertEquals(
                "factoredAttention: z has shape [2,3,8] but [2,3,9] is needed for rows 7 and frames [4,2,5]",
                refusal(Shape.of(2, 3, 8), Shape.of(2, 9), 7, Shape.of(4, 2, 5)));
        assertEquals(
                "factoredAttention: gram has shape [3,9] but [2,9] is needed for rows 7 and frames [4,2,5]",
                refusal(fit, Shape.of(3, 9), 7, Shape.of(4, 2, 5)));
        assertEquals(
                "factoredAttention: 7 rows for 8 frames; the frames are the last of the rows, of which there is one or"
                        + " more",
                refusal(fit, Shape.of(2, 9), 7, Shape.of(4, 2, 8)));
        assertEquals(
                "factoredAttention: z [18,3], squares [7] and frames [4,2,5] need the axes"
                        + " [heads,queries,rows+features], [rows] and [batch,features,length]",
                refusal(Shape.of(18, 3), Shape.of(2, 9), 7, Shape.of(4, 2, 5)));
        assertEquals(
                "factoredAttention: the frames get no gradient; detach them",
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new FactoredAttention(
                                Tensor.zeros(2, 3, 9),
                                Tensor.zeros(2, 9),
                                Tensor.zeros(7),
                                Tensor.zeros(4, 2, 5).requiresGrad(true),
                                WIDTH,
                                SCALE,
                                EPS).apply())
                        .getMessage());
    }

    private static String refusal(Shape z, Shape gram, int rows, Shape frames) {
        return assertThrows(
                IllegalArgumentException.class,
                () -> new FactoredAttention(
                        Tensor.zeros(z),
                        Tensor.zeros(gram),
                        Tensor.zeros(rows),
                        Tensor.zeros(frames),
                        WIDTH,
                        SCALE,
                        EPS).apply())
                .getMessage();
    }
}
