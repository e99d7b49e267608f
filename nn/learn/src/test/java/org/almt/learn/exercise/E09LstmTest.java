package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.learn.Graded;
import org.almt.nn.Initialiser;
import org.almt.nn.layer.Gru;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E09LstmTest implements Graded {
    private static Tensor run(int times) {
        Gru gru = new Gru(3, 5);
        gru.initialise(1);
        Tensor h = Tensor.zeros(2, 5);
        for (int t = 0; t < times; t++) {
            h = E09Lstm.step(rows(t), h, gru.parameter("weight_ih_l0"), gru.parameter("bias_ih_l0"),
                    gru.parameter("weight_hh_l0"), gru.parameter("bias_hh_l0"));
        }
        return h;
    }

    private static Tensor rows(int time) {
        Tensor rows = Tensor.zeros(2, 3);
        Initialiser.normal(1).fill(rows, new RandomStream(9, time));
        return rows;
    }

    @Test
    void oneStepIsThatOfTheEngine() {
        Gru gru = new Gru(3, 5);
        gru.initialise(1);
        Tensor expected = gru.forward(Ops.reshape(rows(0), 2, 1, 3));
        assertArrayEquals(expected.toArray(), run(1).toArray(), 1e-6f);
    }

    @Test
    void theStateGoesOn() {
        Gru gru = new Gru(3, 5);
        gru.initialise(1);
        Tensor both = Ops.concat(1, Ops.reshape(rows(0), 2, 1, 3), Ops.reshape(rows(1), 2, 1, 3));
        assertArrayEquals(gru.forward(both).toArray(), run(2).toArray(), 1e-6f);
    }

    @Override
    public float[] answers() {
        return run(20).toArray();
    }
}
