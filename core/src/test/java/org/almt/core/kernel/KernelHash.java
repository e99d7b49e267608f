package org.almt.core.kernel;

import java.util.Map;
import java.util.function.IntFunction;
import org.almt.core.KernelChoice;

/**
 * One number over the results of every kernel, on ordinary numbers and on NaN, infinities, signed zeros and denormals;
 * a program, so that JVMs can be compared.
 */
public final class KernelHash {
    private static final int[] SIZES = {7, 37, 130};

    private KernelHash() {}

    /**
     * Prints the name of the kernels that {@code almt.simd} asks for and their hash, or the error. The argument says
     * how often to compute it, so that compilers get to work in between; all must be equal.
     */
    public static void main(String[] args) {
        try {
            Kernels kernels = KernelChoice.fromProperty();
            long first = of(kernels);
            for (int i = 1; i < Integer.parseInt(args[0]); i++) {
                long again = of(kernels);
                if (again != first) {
                    System.out.println("the hash of repetition " + i + " is another than that of the first");
                    return;
                }
            }
            System.out.println(kernels.name() + " " + Long.toHexString(first));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    public static long of(Kernels kernels) {
        Numbers numbers = new Numbers(3);
        return 31 * of(kernels, numbers::normal) + of(kernels, numbers::wild);
    }

    private static long of(Kernels kernels, IntFunction<float[]> numbers) {
        long hash = 17;
        for (int n : SIZES) {
            for (Map.Entry<String, KernelCases.Case> entry : KernelCases.all().entrySet()) {
                float[][] x = new float[KernelCases.ARRAYS][];
                for (int i = 0; i < x.length; i++) {
                    x[i] = numbers.apply(KernelCases.room(n));
                }
                entry.getValue().run(kernels, n, x);
                for (float[] array : x) {
                    for (float value : array) {
                        // all NaNs are equal: Java does not define their payload
                        hash = hash * 31 + Float.floatToIntBits(value);
                    }
                }
            }
        }
        return hash;
    }
}
