package org.almt.nn;

import java.util.function.ToDoubleFunction;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;

/**
 * The distribution of a parameter's initial values. Weights are stored as [out, in]. An initialiser draws element after
 * element, row-major, from the random stream of the parameter. Equal seeds thus give equal bits on every JVM.
 *
 * <p>The scale matters more than the form. If it is too large, activations or gradients grow from layer to layer. If it
 * is too small, they vanish.
 *
 * <p>Threads: called by the one that makes a layer.
 */
@FunctionalInterface
public interface Initialiser {
    /** sqrt 2, the gain of weights before {@code relu}. */
    double RELU_GAIN = Math.sqrt(2);

    /** Replaces all elements of {@code parameter} by draws from {@code random}. */
    void fill(Tensor parameter, RandomStream random);

    /** Gives all elements the same value. */
    static Initialiser constant(float value) {
        return (parameter, random) -> parameter.fill(value);
    }

    /** All 0. */
    static Initialiser zeros() {
        return constant(0);
    }

    /** All 1. */
    static Initialiser ones() {
        return constant(1);
    }

    /** Uniform in [-bound, bound), on a grid of 2^24 values. */
    static Initialiser uniform(double bound) {
        return each(random -> bound * (2.0 * random.nextFloat() - 1.0));
    }

    /** Normal with mean 0 and the given standard deviation. */
    static Initialiser normal(double deviation) {
        return each(random -> deviation * random.nextGaussian());
    }

    /**
     * Normal with the given deviation, drawn again until the value is within two deviations. This is usual for
     * Transformers.
     */
    static Initialiser truncatedNormal(double deviation) {
        return each(random -> {
            double z = random.nextGaussian();
            while (Math.abs(z) > 2) {
                z = random.nextGaussian();
            }
            return deviation * z;
        });
    }

    /**
     * PyTorch's default for a linear layer with {@code fanIn} inputs, for weight and bias: uniform within
     * 1/sqrt(fanIn). For the weight this is {@link #kaimingUniform} with a gain of 1/sqrt 3.
     */
    static Initialiser linear(int fanIn) {
        return uniform(fanIn == 0 ? 0 : 1 / Math.sqrt(fanIn));
    }

    /**
     * Glorot and Bengio ("Understanding the difficulty of training deep feedforward neural networks", 2010): uniform
     * within gain * sqrt(6 / (in + out)). It is a compromise that preserves the variance of values and of gradients.
     * For weights of two axes or more, between functions that are nearly linear around 0, such as tanh.
     */
    static Initialiser xavierUniform(double gain) {
        return (parameter, random) -> {
            Shape weight = parameter.shape();
            uniform(gain * Math.sqrt(6.0 / (fanIn(weight) + fanOut(weight)))).fill(parameter, random);
        };
    }

    /** The same with a normal distribution, of deviation gain * sqrt(2 / (in + out)). */
    static Initialiser xavierNormal(double gain) {
        return (parameter, random) -> {
            Shape weight = parameter.shape();
            normal(gain * Math.sqrt(2.0 / (fanIn(weight) + fanOut(weight)))).fill(parameter, random);
        };
    }

    /**
     * He et al. ("Delving deep into rectifiers", 2015): uniform within gain * sqrt(3 / in), which preserves the
     * variance of values. For weights of two axes or more. Before {@code relu}, which halves the variance, use the gain
     * {@link #RELU_GAIN}.
     */
    static Initialiser kaimingUniform(double gain) {
        return (parameter, random) -> uniform(gain * Math.sqrt(3.0 / fanIn(parameter.shape()))).fill(parameter, random);
    }

    /** The same with a normal distribution, of deviation gain / sqrt(in). */
    static Initialiser kaimingNormal(double gain) {
        return (parameter, random) -> normal(gain / Math.sqrt(fanIn(parameter.shape()))).fill(parameter, random);
    }

    /**
     * The number of inputs of an output. For a weight [out, in, d, …] it is in times the sizes of the further axes (the
     * window of a convolution).
     */
    private static double fanIn(Shape weight) {
        return (double) weightAxes(weight).size(1) * weight.count(2, weight.rank());
    }

    /** The number of outputs of an input. */
    private static double fanOut(Shape weight) {
        return (double) weightAxes(weight).size(0) * weight.count(2, weight.rank());
    }

    private static Shape weightAxes(Shape weight) {
        if (weight.rank() < 2) {
            throw new IllegalArgumentException(
                    "initialiser: " + weight + " has no input and output axis; give it [out,in]");
        }
        return weight;
    }

    /** Draws the elements one after another. */
    private static Initialiser each(ToDoubleFunction<RandomStream> draw) {
        return (parameter, random) -> {
            float[] values = parameter.array();
            int from = parameter.offset();
            int to = from + parameter.shape().count();
            for (int i = from; i < to; i++) {
                values[i] = (float) draw.applyAsDouble(random);
            }
        };
    }
}
