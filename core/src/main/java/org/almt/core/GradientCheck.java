package org.almt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;

/**
 * Compares an op, or any function of tensors, with its formula in double precision. It compares the values, and the
 * gradient of each input that requires one with numerical derivatives of the formula.
 *
 * <pre>{@code
 * GradientCheck.of(x -> new Square(x[0]).apply(), x -> new double[][] {...}).run(inputs).requireWithin(16);
 * }</pre>
 *
 * <p>The derivative is that of the sum of the results under fixed random weights. It is computed by five-point central
 * differences. Their error is near 1e-12 for a smooth function of size 1, far below the 6e-8 of a float. The function
 * must be smooth within 0.004 of the inputs. Keep inputs away from kinks, such as 0 of relu.
 *
 * <p>Errors are counted in roundings: multiples of 2^-24 times the Euclidean norm of the compared numbers. An op that
 * rounds each element a few times stays below 16. Sums of hundreds of products stay below some hundred. A wrong formula
 * is off by millions.
 *
 * <p>Threads: one at a time.
 */
public final class GradientCheck {
    private static final double STEP = 0x1p-9;
    private static final double ROUNDING = 0x1p-24;

    private final Use use;
    private final Formula formula;

    /** A function of tensors, made of ops. */
    @FunctionalInterface
    public interface Use {
        /** Its result. */
        Tensor apply(Tensor... inputs);
    }

    /** The same function in double, with elements in row-major order. */
    @FunctionalInterface
    public interface Formula {
        /** The elements of its result. */
        double[] apply(double[]... inputs);
    }

    /**
     * The largest errors found.
     *
     * @param value of the values, in roundings
     * @param gradients of the gradient of each input, in roundings; 0 for one that requires none
     * @param where the place of the largest error, with both numbers
     */
    public record Report(double value, List<Double> gradients, String where) {
        /** The largest of all. */
        public double worst() {
            return Math.max(value, gradients.stream().mapToDouble(Double::doubleValue).max().orElse(0));
        }

        /**
         * Requires that no error is larger.
         *
         * @throws AssertionError if one is; it names the place and both numbers
         */
        public void requireWithin(double roundings) {
            if (!(worst() <= roundings)) {
                throw new AssertionError("gradient check: " + where + ", off by " + worst() + " roundings; at most "
                        + roundings + " are allowed");
            }
        }
    }

    private GradientCheck(Use use, Formula formula) {
        this.use = use;
        this.formula = formula;
    }

    /** A check that compares {@code use} with {@code formula}. */
    public static GradientCheck of(Use use, Formula formula) {
        return new GradientCheck(Checks.given("GradientCheck.of", "use", use),
                Checks.given("GradientCheck.of", "formula", formula));
    }

    /** Runs both on the inputs. Two backward passes of the function add to the gradients of the inputs. */
    public Report run(Tensor... inputs) {
        Checks.given("GradientCheck.run", "inputs", inputs);
        double[][] doubles = new double[inputs.length][];
        float[][] before = new float[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
            doubles[i] = widened(inputs[i].toArray());
        }
        Tensor y = use.apply(inputs);
        double[] expected = formula.apply(doubles);
        if (expected.length != y.shape().count()) {
            throw new IllegalArgumentException("gradient check: the formula gives " + expected.length
                    + " elements, the function " + y.shape());
        }
        Worst worst = new Worst();
        double value = worst.of("value", expected, widened(y.toArray()));
        double[] weights = weights(expected.length);
        if (y.requiresGrad() && Double.isFinite(value)) {
            float[] narrow = new float[weights.length];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (float) weights[i];
            }
            Tensor weighted = Tensor.of(narrow, y.shape().toArray());
            Ops.sum(Ops.mul(y, weighted)).backward();
            // The check uses what the second pass adds to the first. A backward that replaces the gradient adds
            // nothing.
            noteGradients(inputs, before);
            Ops.sum(Ops.mul(use.apply(inputs), weighted)).backward();
        } else {
            noteGradients(inputs, before);
        }
        List<Double> gradients = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            gradients.add(inputs[i].requiresGrad()
                    ? worst.of("gradient of input " + i, slope(doubles, i, weights), added(inputs[i], before[i]))
                    : 0);
        }
        return new Report(value, List.copyOf(gradients), worst.where);
    }

    private static void noteGradients(Tensor[] inputs, float[][] into) {
        for (int i = 0; i < inputs.length; i++) {
            Tensor gradient = inputs[i].requiresGrad() ? inputs[i].grad() : null;
            into[i] = gradient == null ? new float[inputs[i].shape().count()] : gradient.toArray();
        }
    }

    private static double[] added(Tensor input, float[] before) {
        double[] added = new double[before.length];
        for (int i = 0; i < added.length; i++) {
            float now = input.grad() == null ? 0 : input.grad().array()[input.grad().offset() + i];
            added[i] = (double) now - before[i];
        }
        return added;
    }

    private double[] slope(double[][] inputs, int which, double[] weights) {
        double[] x = inputs[which].clone();
        double[][] moved = inputs.clone();
        moved[which] = x;
        ToDoubleFunction<double[][]> loss = at -> {
            double[] y = formula.apply(at);
            double sum = 0;
            for (int i = 0; i < y.length; i++) {
                sum += weights[i] * y[i];
            }
            return sum;
        };
        double[] slope = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double at = x[i];
            double[] values = new double[4];
            double[] steps = {STEP, -STEP, 2 * STEP, -2 * STEP};
            for (int s = 0; s < steps.length; s++) {
                x[i] = at + steps[s];
                values[s] = loss.applyAsDouble(moved);
            }
            x[i] = at;
            slope[i] = (8 * (values[0] - values[1]) - (values[2] - values[3])) / (12 * STEP);
        }
        return slope;
    }

    /** In [-1, 1), rounded to float. */
    private static double[] weights(int n) {
        RandomStream random = new RandomStream(n, 0x636865636bL);
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = 2 * random.nextFloat() - 1;
        }
        return weights;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** The largest error so far, and its place. */
    private static final class Worst {
        private double roundings = -1;
        private String where = "nothing to compare";

        double of(String what, double[] expected, double[] actual) {
            double norm = 0;
            for (double value : expected) {
                norm += value * value;
            }
            norm = Math.max(Math.sqrt(norm), Float.MIN_NORMAL);
            double largest = 0;
            for (int i = 0; i < expected.length; i++) {
                double error = Math.abs(actual[i] - expected[i]) / (ROUNDING * norm);
                error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
                largest = Math.max(largest, error);
                if (error > roundings) {
                    roundings = error;
                    where = what + ", element " + i + " is " + actual[i] + " instead of " + expected[i];
                }
            }
            return largest;
        }
    }
}
