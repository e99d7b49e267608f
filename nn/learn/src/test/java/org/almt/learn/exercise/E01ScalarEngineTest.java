package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E01ScalarEngineTest implements Graded {
    private static final double H = 1e-5;

    @Test
    void tanhHasItsValueAndSlope() {
        for (double at : new double[] {-2, -0.3, 0, 0.7, 3}) {
            E01ScalarEngine x = E01ScalarEngine.of(at);
            E01ScalarEngine y = x.tanh();
            y.backward();
            assertEquals(Math.tanh(at), y.number, 1e-12, "tanh(" + at + ")");
            assertEquals((Math.tanh(at + H) - Math.tanh(at - H)) / (2 * H), x.gradient, 1e-8, "slope at " + at);
        }
    }

    @Test
    void divisionHasItsValueAndBothSlopes() {
        E01ScalarEngine a = E01ScalarEngine.of(3);
        E01ScalarEngine b = E01ScalarEngine.of(-4);
        E01ScalarEngine y = a.dividedBy(b);
        y.backward();
        assertEquals(-0.75, y.number, 1e-12);
        assertEquals(-0.25, a.gradient, 1e-12, "slope towards the dividend");
        assertEquals(-0.1875, b.gradient, 1e-12, "slope towards the divisor");
    }

    @Test
    void aValueUsedTwiceGetsTheSum() {
        E01ScalarEngine x = E01ScalarEngine.of(0.5);
        x.tanh().dividedBy(x).backward();
        double t = Math.tanh(0.5);
        assertEquals((1 - t * t) / 0.5 - t / 0.25, x.gradient, 1e-12, "slope of tanh(x) / x at 0.5");
    }

    @Override
    public float[] answers() {
        E01ScalarEngine a = E01ScalarEngine.of(0.8);
        E01ScalarEngine b = E01ScalarEngine.of(1.7);
        E01ScalarEngine y = a.times(b).tanh().dividedBy(a.plus(b));
        y.backward();
        return new float[] {(float) y.number, (float) a.gradient, (float) b.gradient};
    }
}
