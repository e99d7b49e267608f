package org.almt.nn;

import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;

/**
 * The distribution of a parameter's first numbers. Weights are stored [out, in]; an initialiser draws element after
 * element, row-major, from the parameter's own random stream, so that equal seeds give equal bits on every JVM.
 */
@FunctionalInterface
public interface Initialiser {
    /** Replaces all numbers of {@code parameter} by draws from {@code random}. */
    void fill(Tensor parameter, RandomStream random);

    /** Every number the same. */
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
        return (parameter, random) -> {
            float[] values = parameter.array();
            int from = parameter.offset();
            int to = from + parameter.shape().count();
            for (int i = from; i < to; i++) {
                values[i] = (float) (bound * (2.0 * random.nextFloat() - 1.0));
            }
        };
    }

    /** Normal with mean 0 and the given standard deviation. */
    static Initialiser normal(double deviation) {
        return (parameter, random) -> {
            float[] values = parameter.array();
            int from = parameter.offset();
            int to = from + parameter.shape().count();
            for (int i = from; i < to; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
        };
    }

    /**
     * PyTorch's default for a linear layer with {@code fanIn} inputs, weight and bias alike: uniform within
     * 1/sqrt(fanIn). (For the weight this is He's uniform rule with a slope of sqrt 5.)
     */
    static Initialiser linear(int fanIn) {
        return uniform(fanIn == 0 ? 0 : 1 / Math.sqrt(fanIn));
    }

    /** Glorot and Bengio (2010): uniform within gain * sqrt(6 / (in + out)). For weights of two axes or more. */
    static Initialiser xavierUniform(double gain) {
        return (parameter, random) -> uniform(gain * Math.sqrt(6.0 / fans(parameter.shape()))).fill(parameter, random);
    }

    /** Glorot and Bengio (2010): normal with deviation gain * sqrt(2 / (in + out)). For weights of two axes or more. */
    static Initialiser xavierNormal(double gain) {
        return (parameter, random) -> normal(gain * Math.sqrt(2.0 / fans(parameter.shape()))).fill(parameter, random);
    }

    /** in + out of a weight [out, in, …], both multiplied by the further axes (a convolution's window). */
    private static double fans(Shape weight) {
        if (weight.rank() < 2) {
            throw new IllegalArgumentException("xavier: " + weight + " has no input and output axis; give it [out,in]");
        }
        return (double) (weight.size(0) + weight.size(1)) * weight.count(2, weight.rank());
    }
}
