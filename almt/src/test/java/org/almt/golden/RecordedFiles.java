package org.almt.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;

/** RecordedFiles arrays, and how far ours are from them. Faults are collected, so that a failure shows all of them. */
final class RecordedFiles {
    private final Map<String, NpyArray> arrays;
    private final List<String> faults = new ArrayList<>();
    private int compared;

    private RecordedFiles(Map<String, NpyArray> arrays) {
        this.arrays = arrays;
    }

    static RecordedFiles of(Path file) throws IOException {
        return new RecordedFiles(Npz.read(file));
    }

    NpyArray array(String name) {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw new AssertionError("the record has no '" + name + "'; it has " + arrays.keySet());
        }
        return array;
    }

    boolean has(String name) {
        return arrays.containsKey(name);
    }

    Set<String> names() {
        return arrays.keySet();
    }

    float[] floats(String name) throws IOException {
        return array(name).floats();
    }

    double[] doubles(String name) throws IOException {
        return array(name).doubles();
    }

    double number(String name) throws IOException {
        return array(name).doubles()[0];
    }

    /**
     * Puts recorded weights into a layer whose names and shapes must be the same; some may be missing from the file.
     */
    static void load(Layer layer, Path file) throws IOException {
        Map<String, NpyArray> weights = new TreeMap<>(Npz.read(file));
        weights.keySet().removeIf(name -> name.endsWith("._float_tensor") || name.endsWith(".version"));
        Map<String, Tensor> parameters = new TreeMap<>(layer.state());
        assertEquals(weights.keySet(), parameters.keySet(), "names of parameters");
        for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
            NpyArray array = weights.get(entry.getKey());
            assertEquals(array.shape(), entry.getValue().shape(), entry.getKey());
            entry.getValue().set(array.floats());
        }
    }

    void absolute(String name, Tensor actual, double bound) throws IOException {
        absolute(name, actual.toArray(), bound);
    }

    void absolute(String name, float[] actual, double bound) throws IOException {
        double[] expected = doubles(name);
        if (expected.length != actual.length) {
            faults.add(name + ": " + actual.length + " numbers, expected " + expected.length);
            return;
        }
        note(name, difference(expected, actual), bound);
    }

    void relative(String name, double actual, double bound) throws IOException {
        double expected = number(name);
        note(name, Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-30), bound);
    }

    /** The largest difference against the largest element. */
    void ofLargest(String name, float[] actual, double bound) throws IOException {
        double[] expected = doubles(name);
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        note(name, largest == 0 ? difference(expected, actual) : difference(expected, actual) / largest, bound);
    }

    void note(String what, double difference, double bound) {
        compared++;
        if (!(difference <= bound)) {
            faults.add(what + ": off by " + difference + ", allowed " + bound);
        }
    }

    private static double difference(double[] expected, float[] actual) {
        double most = expected.length == actual.length ? 0 : Double.NaN;
        for (int i = 0; i < expected.length && i < actual.length; i++) {
            double d = Math.abs(expected[i] - actual[i]);
            most = d > most || Double.isNaN(d) ? d : most;
        }
        return most;
    }

    /**
     * The gradients of all parameters under a prefix; those that have none recorded must have none here.
     *
     * @param noise names whose gradient is 0 in mathematics
     */
    void gradients(String prefix, Layer layer, double bound, Noise noise) throws IOException {
        for (Map.Entry<String, Tensor> entry : layer.parameters().entrySet()) {
            String name = entry.getKey();
            Tensor gradient = entry.getValue().grad();
            if (!has(prefix + name)) {
                if (gradient != null && largest(gradient) != 0) {
                    faults.add(prefix + name + ": has a gradient, expected none");
                }
            } else if (!noise.holds(name)) {
                if (gradient == null) {
                    faults.add(prefix + name + ": has no gradient, expected one");
                } else {
                    ofLargest(prefix + name, gradient.toArray(), bound);
                }
            }
        }
    }

    private static double largest(Tensor tensor) {
        double most = 0;
        for (float value : tensor.toArray()) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    /** Which gradients are 0 in mathematics and rounding noise in the record. */
    interface Noise {
        boolean holds(String name);
    }

    /** Fails unless the given number of comparisons was made, all within their bounds. */
    void require(int least) {
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " of " + compared + " comparisons failed:\n"
                    + String.join("\n", faults.subList(0, Math.min(25, faults.size()))));
        }
        if (compared < least) {
            throw new AssertionError("only " + compared + " comparisons, expected " + least + " or more");
        }
    }
}
