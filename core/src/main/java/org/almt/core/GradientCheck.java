package org.almt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the gradients of an op, or of any function of tensors, with numerical derivatives. These are derivatives of
 * its formula in double precision or, without a formula, of the function itself.
 *
 * <pre>{@code
 * GradientCheck.of(x -> new Square(x[0]).apply(), x -> new double[][] {...}).run(inputs).requireWithin(16);
 * GradientCheck.of(x -> loss(model)).run(model.parameters().values().toArray(new Tensor[0])).requireWithin(16);
 * }</pre>
 *
 * <p>The derivative is that of the sum of the results under fixed random weights. Derivatives of the formula are
 * five-point central differences. Their error is near 1e-12 for a smooth function of size 1, far below the 6e-8 of a
 * float. They show a gradient that is off by a few roundings. The values are compared as well. The function must be
 * smooth within 0.004 of the inputs. Keep inputs away from kinks, such as 0 of relu.
 *
 * <p>Without a formula the function itself runs 32 times for each element, in float, within 1/16 of the inputs. The
 * slope of a polynomial that is fitted to its values is known to a few parts in 100,000. The component {@code doubt} of
 * the report states how well, and smaller errors are not counted. This shows a wrong formula, but not a lost rounding.
 * The slope is not known if the function has a kink nearby, or random numbers that differ between calls. The check then
 * fails with a message that states this.
 *
 * <p>Errors are counted in roundings: multiples of 2^-24 times the Euclidean norm of the compared numbers. An op that
 * rounds each element a few times stays below 16. Sums of hundreds of products stay below some hundred. A wrong formula
 * is off by millions.
 *
 * <p>Threads: one at a time.
 */
public final class GradientCheck {
    private static final double STEP = 0x1p-9;

    private final Use use;
    private final @Nullable Formula formula;

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
     * @param doubt the number of roundings by which the numerical derivatives themselves may be off; they are not
     *     counted as errors; 0 with a formula
     * @param where the place of the largest error, with both numbers
     */
    public record Report(double value, List<Double> gradients, double doubt, String where) {
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

    private GradientCheck(Use use, @Nullable Formula formula) {
        this.use = use;
        this.formula = formula;
    }

    /** A check that compares {@code use} with {@code formula}. */
    public static GradientCheck of(Use use, Formula formula) {
        return new GradientCheck(Checks.given("GradientCheck.of", "use", use),
                Checks.given("GradientCheck.of", "formula", formula));
    }

    /**
     * A check that compares the gradients of {@code use} with the function itself. The function may read other tensors
     * than its inputs. The check covers those that require a gradient and are given to {@link #run}.
     */
    public static GradientCheck of(Use use) {
        return new GradientCheck(Checks.given("GradientCheck.of", "use", use), null);
    }

    /**
     * Runs the function, and the formula if there is one, on the inputs. Two backward passes of the function add to the
     * gradients of the inputs. Without a formula, the elements of the inputs change meanwhile. Afterwards they are the
     * same again.
     */
    public Report run(Tensor... inputs) {
        Checks.given("GradientCheck.run", "inputs", inputs);
        double[][] doubles = new double[inputs.length][];
        float[][] before = new float[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
            doubles[i] = widened(inputs[i].toArray());
        }
        Tensor y = use.apply(inputs);
        double[] actual = widened(y.toArray());
        double[] expected = formula == null ? actual : formula.apply(doubles);
        if (expected.length != actual.length) {
            throw new IllegalArgumentException("gradient check: the formula gives " + expected.length
                    + " elements, the function " + y.shape());
        }
        WorstError worst = new WorstError();
        double value = worst.of("value", expected, actual);
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
            if (!inputs[i].requiresGrad()) {
                gradients.add(0.0);
            } else if (formula == null) {
                gradients.add(worst.of(i, fitted(inputs, i, weights), added(inputs[i], before[i]), size(weights, y)));
            } else {
                gradients.add(worst.of("gradient of input " + i, slope(formula, doubles, i, weights),
                        added(inputs[i], before[i])));
            }
        }
        return new Report(value, List.copyOf(gradients), worst.doubt(), worst.where());
    }

    /** The Euclidean norm of the terms of the differentiated sum. */
    private static double size(double[] weights, Tensor y) {
        double squares = 0;
        float[] values = y.toArray();
        for (int i = 0; i < weights.length; i++) {
            squares += weights[i] * values[i] * weights[i] * values[i];
        }
        return Math.sqrt(squares);
    }

    /** The slopes of the function in float, with respect to all elements of an input. */
    private FittedSlope[] fitted(Tensor[] inputs, int which, double[] weights) {
        Tensor input = inputs[which];
        float[] before = input.toArray();
        FittedSlope[] slopes = new FittedSlope[before.length];
        for (int i = 0; i < slopes.length; i++) {
            float[] moved = before.clone();
            int element = i;
            try {
                slopes[i] = FittedSlope.at(before[i], place -> {
                    moved[element] = (float) place;
                    input.set(moved);
                    return weighted(widened(GradMode.noGrad(() -> use.apply(inputs)).toArray()), weights);
                });
            } finally {
                input.set(before);
            }
        }
        return slopes;
    }

    private static double weighted(double[] y, double[] weights) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += weights[i] * y[i];
        }
        return sum;
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

    private static double[] slope(Formula formula, double[][] inputs, int which, double[] weights) {
        double[] x = inputs[which].clone();
        double[][] moved = inputs.clone();
        moved[which] = x;
        ToDoubleFunction<double[][]> loss = at -> weighted(formula.apply(at), weights);
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
}
