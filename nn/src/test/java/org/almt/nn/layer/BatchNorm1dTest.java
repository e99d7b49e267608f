package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;
import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class BatchNorm1dTest {
    private static final int B = 6;
    private static final int D = 3;

    private static BatchNorm1d layer() {
        return shaken(new BatchNorm1d(D), 1);
    }

    private static double[] normalised(Map<String, double[]> p, double[] mean, double[] variance) {
        double[] y = new double[p.get("x").length];
        for (int i = 0; i < y.length; i++) {
            int j = i % D;
            y[i] = (p.get("x")[i] - mean[j]) / Math.sqrt(variance[j] + 1e-5) * p.get("weight")[j] + p.get("bias")[j];
        }
        return y;
    }

    private static double[] mean(double[] x) {
        double[] mean = new double[D];
        for (int i = 0; i < x.length; i++) {
            mean[i % D] += x[i] * D / x.length;
        }
        return mean;
    }

    private static double[] variance(double[] x, int degreesOfFreedom) {
        double[] mean = mean(x);
        double[] variance = new double[D];
        for (int i = 0; i < x.length; i++) {
            variance[i % D] += (x[i] - mean[i % D]) * (x[i] - mean[i % D]) / degreesOfFreedom;
        }
        return variance;
    }

    @Test
    void trainingNormalisesByTheBatch() {
        BatchNorm1d layer = layer();
        LayerCheck.check(
                layer, Map.of("x", random(2, B, D)), in -> layer.forward(in.get("x")),
                p -> normalised(p, mean(p.get("x")), variance(p.get("x"), B)));
    }

    @Test
    void evaluationNormalisesByWhatTrainingSaw() {
        BatchNorm1d layer = layer();
        double[] seen = Doubles.of(layer.state().get("running_mean"));
        assertArrayEquals(new double[D], seen);
        Tensor x = random(3, B, D);
        layer.forward(x);
        double[] mean = mean(Doubles.of(x));
        double[] variance = variance(Doubles.of(x), B - 1);
        for (int j = 0; j < D; j++) {
            mean[j] *= 0.1;
            variance[j] = 0.9 + 0.1 * variance[j];
        }
        assertClose("running mean", mean, layer.state().get("running_mean"), 1e-6);
        assertClose("running variance", variance, layer.state().get("running_var"), 1e-6);
        layer.train(false);
        LayerCheck.check(
                layer, Map.of("x", random(4, B, D)), in -> layer.forward(in.get("x")),
                p -> normalised(p, mean, variance));
    }

    @Test
    void aBatchOfOneTakesTheRunningStatisticsAndLeavesThem() {
        BatchNorm1d layer = layer();
        layer.forward(random(5, B, D));
        Tensor one = random(6, 1, D);
        float[] before = layer.state().get("running_var").toArray();
        float[] trained = layer.forward(one).toArray();
        assertArrayEquals(before, layer.state().get("running_var").toArray());
        layer.train(false);
        assertArrayEquals(layer.forward(one).toArray(), trained);
    }

    @Test
    void statisticsAreStateAndNoParameters() {
        BatchNorm1d layer = layer();
        assertEquals(List.of("weight", "bias"), List.copyOf(layer.parameters().keySet()));
        assertEquals(
                List.of("weight", "bias", "running_mean", "running_var"), List.copyOf(layer.state().keySet()));
        assertEquals(2 * D, layer.parameterCount());
        layer.freeze();
        layer.unfreeze();
        assertFalse(layer.state().get("running_mean").requiresGrad());
    }
}
