package org.almt.core.kernel;

import java.util.Map;

/** One number over the results of every kernel on small inputs; a program, so that JVMs can be compared. */
final class KernelHash {
    private KernelHash() {}

    /** Prints the hash of the kernels that {@code almt.simd} asks for, or the error. */
    public static void main(String[] args) {
        try {
            System.out.println(Long.toHexString(of(KernelChoice.fromProperty())));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    static long of(Kernels kernels) {
        long hash = 17;
        Numbers numbers = new Numbers(3);
        for (int n : new int[] {7, 37}) {
            for (Map.Entry<String, KernelCases.Case> entry : KernelCases.all().entrySet()) {
                float[][] x = new float[KernelCases.ARRAYS][];
                for (int i = 0; i < x.length; i++) {
                    x[i] = numbers.normal(KernelCases.room(n));
                }
                entry.getValue().run(kernels, n, x);
                for (float[] array : x) {
                    for (float value : array) {
                        hash = hash * 31 + Float.floatToIntBits(value);
                    }
                }
            }
        }
        return hash;
    }
}
