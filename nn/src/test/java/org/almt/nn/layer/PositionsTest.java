package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;
import org.junit.jupiter.api.Test;

class PositionsTest {
    @Test
    void learnedPositionsAreAdded() {
        LearnedPositions layer = shaken(new LearnedPositions(5, 3), 1);
        LayerCheck.check(layer, new LinkedHashMap<>(Map.of("x", random(2, 2, 4, 3))),
                in -> layer.forward(in.get("x"), 1),
                p -> {
                    double[] y = p.get("x").clone();
                    for (int i = 0; i < y.length; i++) {
                        y[i] += p.get("weight")[(1 + i / 3 % 4) * 3 + i % 3];
                    }
                    return y;
                });
        assertEquals("LearnedPositions(5 rows of 3): rows 2 to 5 of [2,4,3]; there are positions for 5",
                assertThrows(IllegalArgumentException.class, () -> layer.forward(random(2, 2, 4, 3), 2)).getMessage());
    }

    /** Each pair of elements is rotated by its angle, and so are gradients. */
    @Test
    void rotaryTurnsPairs() {
        Layer none = new Sequential();
        LayerCheck.check(none, new LinkedHashMap<>(Map.of("x", random(3, 2, 3, 8))),
                in -> Rotary.rotate(in.get("x"), 2, 5, 100),
                p -> {
                    double[] x = p.get("x");
                    double[] y = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        int e = i % 4;
                        int place = 5 + i / 8 % 3;
                        double angle = place * Math.pow(100, -2.0 * (e % 2) / 4);
                        double other = e < 2 ? -x[i + 2] : x[i - 2];
                        y[i] = x[i] * Math.cos(angle) + other * Math.sin(angle);
                    }
                    return y;
                });
    }

    /** The product of a query and a key depends on their distance alone (Su et al., equation 16). */
    @Test
    void rotaryScoresDependOnDistance() {
        Tensor q = random(4, 1, 1, 8);
        Tensor k = random(5, 1, 1, 8);
        double near = score(q, 3, k, 1);
        assertEquals(near, score(q, 103, k, 101), 1e-4);
        assertEquals(near, score(q, 2, k, 0), 1e-5);
    }

    private static double score(Tensor q, int m, Tensor k, int n) {
        return Ops.sum(Ops.mul(Rotary.rotate(q, 1, m, 10_000), Rotary.rotate(k, 1, n, 10_000))).item();
    }

    @Test
    void oddHeadsHaveNoPairs() {
        assertThrows(IllegalArgumentException.class, () -> BlockConfig.of(6, 2).rotary(10_000));
        assertThrows(IllegalArgumentException.class, () -> BlockConfig.of(8, 2).rotary(0));
    }

    @Test
    void layersOneAfterTheOther() {
        Sequential net = new Sequential().add(new Linear(3, 4), Linear::forward).add(Ops::relu)
                .add(new Linear(4, 2), Linear::forward);
        net.initialise(1);
        assertEquals("[0.weight, 0.bias, 2.weight, 2.bias]", net.parameters().keySet().toString());
        Tensor x = random(1, 5, 3);
        Tensor hidden = Ops.relu(Ops.linear(x, net.parameter("0.weight"), net.parameter("0.bias")));
        Tensor expected = Ops.linear(hidden, net.parameter("2.weight"), net.parameter("2.bias"));
        assertEquals(java.util.Arrays.toString(expected.toArray()),
                java.util.Arrays.toString(net.forward(x).toArray()));
        assertEquals("Sequential(3 steps)", net.toString());
    }
}
