package org.almt.bench;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A matrix product C [M,N] in float32, row-major, at the sizes of ALMT's linear layers and two squares. The forward
 * pass of a layer y = x Wᵀ is A·Bᵀ. The gradient of x is A·B, and the gradient of W is Aᵀ·B.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public abstract class GemmWork extends Measured {
    /** M x N x K. */
    @Param({"512x128x128", "512x384x128", "512x128x768", "3200x128x768", "512x512x512", "1024x1024x1024"})
    String size;

    /** AB, ABt (B is stored [N,K]) or AtB (A is stored [K,M]). */
    @Param({"AB", "ABt", "AtB"})
    String form;

    /** Threads that share the product. */
    @Param({"1", "2"})
    int threads;

    int m;
    int n;
    int k;
    float[] a;
    float[] b;

    /** For subclasses. */
    protected GemmWork() {}

    /** A multiply-add counts as two. */
    static double flops(String size) {
        int[] mnk = BenchInputs.sizes(size);
        return 2.0 * mnk[0] * mnk[1] * mnk[2];
    }

    /** Fills the matrices. Lets the contestant multiply them once and checks the result. */
    @Setup(Level.Trial)
    public void prepare() {
        int[] mnk = BenchInputs.sizes(size);
        m = mnk[0];
        n = mnk[1];
        k = mnk[2];
        a = BenchInputs.gaussian(1, m * k);
        b = BenchInputs.gaussian(2, k * n);
        check(contestant());
    }

    /** Prepares the contestant and multiplies once. Returns C by index. */
    abstract IntToDoubleFunction contestant();

    boolean transposeA() {
        return form.equals("AtB");
    }

    boolean transposeB() {
        return form.equals("ABt");
    }

    private void check(IntToDoubleFunction c) {
        Random random = new Random(3);
        for (int trial = 0; trial < 50; trial++) {
            int row = random.nextInt(m);
            int column = random.nextInt(n);
            double sum = 0;
            for (int i = 0; i < k; i++) {
                double x = transposeA() ? a[i * m + row] : a[row * k + i];
                double y = transposeB() ? b[column * k + i] : b[i * n + column];
                sum += x * y;
            }
            double found = c.applyAsDouble(row * n + column);
            // standard deviation of the rounding errors is about sqrt(k) * 2^-24 * sqrt(k)
            if (!(Math.abs(found - sum) < 1e-5 * k)) {
                throw new IllegalStateException("wrong product: C[" + row + "," + column + "] is " + found
                        + ", expected " + sum);
            }
        }
    }
}
