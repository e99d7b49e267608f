package org.almt.core.op;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;

/**
 * One use of an op to be checked: how to apply it, the same formula in double, shapes and ranges of its inputs. The loss
 * that is differentiated is the sum of the op's results under fixed random weights. All numbers follow from the shapes.
 */
final class OpCase {
    /** Applies the op to its inputs. */
    @FunctionalInterface
    interface Use {
        Tensor apply(Tensor... inputs);
    }

    /** Computes the same in double, row-major. */
    @FunctionalInterface
    interface Formula {
        double[] apply(double... [] inputs);
    }

    final Use op;
    final Formula formula;
    final Shape[] shapes;
    final Set<Integer> constant = new TreeSet<>();
    private double low = -1;
    private double high = 1;
    private double[] avoided = {};
    /** Allowed error of values and gradients, in roundings of their norm. */
    double roundings = 16;
    /** A norm for gradients whose terms cancel, where it is larger than theirs. */
    double gradientNorm;

    OpCase(Use op, Formula formula, int[]... shapes) {
        this.op = op;
        this.formula = formula;
        this.shapes = Arrays.stream(shapes).map(Shape::of).toArray(Shape[]::new);
    }

    /** Draws inputs from this range instead of [-1, 1]. */
    OpCase between(double newLow, double newHigh) {
        low = newLow;
        high = newHigh;
        return this;
    }

    /** Keeps inputs away from where the formula is not smooth. */
    OpCase avoiding(double... points) {
        avoided = points;
        return this;
    }

    /** Input {@code i} gets no gradient. */
    OpCase constant(int i) {
        constant.add(i);
        return this;
    }

    OpCase roundings(double allowed) {
        roundings = allowed;
        return this;
    }

    OpCase gradientNorm(double norm) {
        gradientNorm = norm;
        return this;
    }

    static int[] shape(int... sizes) {
        return sizes;
    }

    // ------------------------------------------------------------------ numbers

    private RandomStream stream(long purpose) {
        return new RandomStream(Arrays.hashCode(shapes), purpose);
    }

    private float[] draw(int input, int step) {
        RandomStream random = stream(100L * step + input);
        float[] values = new float[shapes[input].count()];
        for (int i = 0; i < values.length; i++) {
            do {
                values[i] = (float) (low + (high - low) * random.nextDouble());
            } while (nearAvoided(values[i]));
        }
        return values;
    }

    private boolean nearAvoided(float value) {
        return Arrays.stream(avoided).anyMatch(point -> Math.abs(value - point) < 0.02);
    }

    /** The inputs, with an own gradient each. */
    Tensor[] leaves() {
        Tensor[] leaves = new Tensor[shapes.length];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = Tensor.of(draw(i, 0), shapes[i].toArray()).requiresGrad(!constant.contains(i));
        }
        return leaves;
    }

    /** Puts a later step's numbers into the inputs. */
    void refill(Tensor[] leaves, int step) {
        for (int i = 0; i < leaves.length; i++) {
            leaves[i].set(draw(i, step), 0);
        }
    }

    static Tensor[] copies(Tensor[] leaves) {
        return Arrays.stream(leaves)
                .map(leaf -> Tensor.of(leaf.toArray(), leaf.shape().toArray()).requiresGrad(leaf.requiresGrad()))
                .toArray(Tensor[]::new);
    }

    double[][] doubles() {
        double[][] inputs = new double[shapes.length][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = widened(draw(i, 0));
        }
        return inputs;
    }

    /** A direction for each input, zero for constants. */
    double[][] directions() {
        double[][] directions = new double[shapes.length][];
        for (int i = 0; i < directions.length; i++) {
            directions[i] = constant.contains(i)
                    ? new double[shapes[i].count()]
                    : widened(uniform(stream(-1 - i), shapes[i].count()));
        }
        return directions;
    }

    private static float[] uniform(RandomStream random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    /** The weights of the loss, as many as are asked for. */
    RandomStream weights() {
        return stream(-1000);
    }

    static Tensor weighted(Tensor y, RandomStream weights) {
        float[] w = uniform(weights, y.shape().count());
        return Ops.sum(Ops.mul(y, Tensor.of(w, y.shape().toArray())));
    }

    double loss(double[][] inputs) {
        double[] y = formula.apply(inputs);
        float[] w = uniform(weights(), y.length);
        double loss = 0;
        for (int i = 0; i < y.length; i++) {
            loss += w[i] * y[i];
        }
        return loss;
    }

    // ------------------------------------------------------------------ arrays

    static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    static double[][] replaced(double[][] inputs, int which, double[] x) {
        double[][] copy = inputs.clone();
        copy[which] = x;
        return copy;
    }

    static double[] joined(double[][] parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    static double[][] split(double[] flat, double[][] like) {
        double[][] parts = new double[like.length][];
        int at = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Arrays.copyOfRange(flat, at, at + like[i].length);
            at += like[i].length;
        }
        return parts;
    }

    @Override
    public String toString() {
        return Arrays.toString(shapes);
    }
}
