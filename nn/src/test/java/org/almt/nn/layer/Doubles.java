package org.almt.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.nn.Layer;

/** Converts tensors to double and compares results. */
public final class Doubles {
    /** Step of the numerical derivative: its two errors, h² and 1e-16 / h, are both near 1e-10. */
    private static final double H = 1e-5;

    private Doubles() {}

    /** A tensor of standard normal numbers. */
    public static Tensor random(long seed, int... sizes) {
        Tensor tensor = Tensor.zeros(sizes);
        RandomStream random = new RandomStream(seed, 99);
        for (int i = 0; i < tensor.shape().count(); i++) {
            tensor.array()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** Initialises a layer, and adds a little noise to the neutral first values of norms and biases. */
    public static <M extends Layer> M shaken(M layer, long seed) {
        layer.initialise(seed);
        RandomStream random = new RandomStream(seed, 98);
        layer.parameters().values().forEach(tensor -> {
            for (int i = 0; i < tensor.shape().count(); i++) {
                tensor.array()[tensor.offset() + i] += (float) (0.2 * random.nextGaussian());
            }
        });
        return layer;
    }

    public static double[] of(Tensor tensor) {
        double[] values = new double[tensor.shape().count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.array()[tensor.offset() + i];
        }
        return values;
    }

    public static Map<String, double[]> of(Layer layer) {
        Map<String, double[]> values = new LinkedHashMap<>();
        layer.parameters().forEach((name, tensor) -> values.put(name, of(tensor)));
        return values;
    }

    /** Batch element {@code b} of flat [B, rows, width] numbers. */
    public static double[][] rows(double[] flat, int b, int rows, int width) {
        double[][] x = new double[rows][width];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(flat, (b * rows + row) * width, x[row], 0, width);
        }
        return x;
    }

    /** Asserts |actual - expected| &lt;= relative * max|expected|, element by element. */
    public static void assertClose(String what, double[] expected, Tensor actual, double relative) {
        assertEquals(expected.length, actual.shape().count(), what);
        double scale = 0;
        for (double value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertTrue(scale > 1e-3, what + ": the expected numbers are too small to say anything");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual.array()[actual.offset() + i], relative * scale, what + " [" + i + "]");
        }
    }

    /** d{@code loss}/d{@code values[i]} for all i, by central differences in double. */
    public static double[] derivative(Map<String, double[]> all, String name,
            ToDoubleFunction<Map<String, double[]>> loss) {
        double[] values = all.get(name);
        double[] slope = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double at = values[i];
            values[i] = at + H;
            double above = loss.applyAsDouble(all);
            values[i] = at - H;
            double below = loss.applyAsDouble(all);
            values[i] = at;
            slope[i] = (above - below) / (2 * H);
        }
        return slope;
    }
}
