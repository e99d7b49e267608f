package org.almt.core.op;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;

/**
 * One use of an op that is checked: how to apply it, the same formula in double, shapes and ranges of its inputs. The
 * differentiated loss is the sum of the op's results under fixed random weights. All numbers follow from the shapes.
 */
public final class OpCase {
    /** Applies the op to its inputs. */
    @FunctionalInterface
    public interface Use {
        Tensor apply(Tensor... inputs);
    }

    /** Computes the same in double, row-major. */
    @FunctionalInterface
    public interface Formula {
        double[] apply(double[]... inputs);
    }

    final Use op;
    final Formula formula;
    final Shape[] shapes;
    final Set<Integer> constant = new TreeSet<>();
    private String name = "";
    private double low = -1;
    private double high = 1;
    private double step = 0x1p-24;
    private double[] avoided = {};
    /** Allowed error of values and gradients, in roundings of their norm. */
    double roundings = 16;
    /**
     * The size of the terms, if they cancel to smaller values: their rounding errors then appear in values and
     * gradients.
     */
    double norm;
    /** Random numbers by purpose, drawn once. */
    private final Map<Long, float[]> drawn = new HashMap<>();

    public OpCase(Use op, Formula formula, int[]... shapes) {
        this.op = op;
        this.formula = formula;
        this.shapes = Arrays.stream(shapes).map(Shape::of).toArray(Shape[]::new);
    }

    /** Text for messages, beside the shapes. */
    public OpCase named(String newName) {
        name = newName + " ";
        return this;
    }

    /** Draws inputs from this range instead of [-1, 1]. */
    public OpCase between(double newLow, double newHigh) {
        low = newLow;
        high = newHigh;
        return this;
    }

    /** Keeps inputs away from places where the formula is not smooth. */
    public OpCase avoiding(double... points) {
        avoided = points;
        return this;
    }

    /** Rounds inputs to multiples of a step. */
    public OpCase multiplesOf(double newStep) {
        step = newStep;
        return this;
    }

    /** Input {@code i} gets no gradient. */
    public OpCase constant(int i) {
        constant.add(i);
        return this;
    }

    public OpCase roundings(double allowed) {
        roundings = allowed;
        return this;
    }

    public OpCase norm(double newNorm) {
        norm = newNorm;
        return this;
    }

    public static int[] shape(int... sizes) {
        return sizes;
    }

    // ------------------------------------------------------------------ numbers

    private float[] uniform(long purpose, int n, double from, double to, double... avoiding) {
        return drawn.computeIfAbsent(purpose, key -> {
            RandomStream random = new RandomStream(Arrays.hashCode(shapes), key);
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                do {
                    values[i] = (float) (Math.rint((from + (to - from) * random.nextFloat()) / step) * step);
                } while (isNear(values[i], avoiding));
            }
            return values;
        });
    }

    private static boolean isNear(float value, double... points) {
        for (double point : points) {
            if (Math.abs(value - point) < 0.02) {
                return true;
            }
        }
        return false;
    }

    /** The numbers of an input at a step; not to be changed. */
    private float[] draw(int input, int atStep) {
        return uniform(100L * atStep + input, shapes[input].count(), low, high, avoided);
    }

    /** The inputs, with an own gradient each. */
    Tensor[] leaves() {
        Tensor[] leaves = new Tensor[shapes.length];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = Tensor.of(draw(i, 0).clone(), shapes[i].toArray()).requiresGrad(!constant.contains(i));
        }
        return leaves;
    }

    /** Puts a later step's numbers into the inputs. */
    void refill(Tensor[] leaves, int step) {
        for (int i = 0; i < leaves.length; i++) {
            leaves[i].set(draw(i, step));
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
                    : widened(uniform(-1 - i, shapes[i].count(), -1, 1));
        }
        return directions;
    }

    /** The loss: the sum of the op's results, each under a fixed weight. */
    Tensor loss(Tensor y) {
        return Ops.sum(Ops.mul(y, Tensor.of(weights(y.shape().count()), y.shape().toArray())));
    }

    private float[] weights(int n) {
        return uniform(-1000, n, -1, 1);
    }

    /** The same in double. */
    double loss(double[][] inputs) {
        double[] y = formula.apply(inputs);
        float[] w = weights(y.length);
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
        return name + Arrays.toString(shapes);
    }
}
