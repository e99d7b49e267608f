package org.almt.core;

import java.util.Optional;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.plain.PlainKernels;
import org.almt.core.kernel.simd.SimdKernels;
import org.almt.core.kernel.simd.Width;

/**
 * Chooses the kernels at start. The Vector API is an incubating module that a program may run without: no class that
 * mentions it is touched unless the module {@code jdk.incubator.vector} is there.
 */
public final class KernelChoice {
    private static final String PROPERTY = "almt.simd";
    private static final String MODULE = "jdk.incubator.vector";

    private KernelChoice() {}

    /**
     * What the system property {@code almt.simd} asks for: {@code auto} (the default: the machine's vectors where the
     * Vector API is there, otherwise scalar), {@code scalar}, or {@code 128}, {@code 256} or {@code 512} bits.
     *
     * @throws IllegalArgumentException for any other value, or a width that this machine does not have
     * @throws IllegalStateException for a width where the Vector API is missing
     */
    public static Kernels fromProperty() {
        String wanted = wanted();
        return switch (wanted) {
            case "auto" -> hasVectorApi() ? simd() : scalar();
            case "scalar" -> scalar();
            case "128", "256", "512" -> simd();
            default -> throw new IllegalArgumentException(
                    PROPERTY + ": '" + wanted + "' is not one of auto, scalar, 128, 256, 512");
        };
    }

    /** The kernels in plain Java. */
    public static Kernels scalar() {
        return PlainKernels.kernels();
    }

    /**
     * The kernels on the Vector API, at the width that {@code almt.simd} names, otherwise the machine's own.
     *
     * @throws IllegalArgumentException for a width that this machine does not have
     * @throws IllegalStateException where the Vector API is missing
     */
    public static Kernels simd() {
        if (!hasVectorApi()) {
            throw new IllegalStateException("vector kernels need the Vector API: start java with --add-modules "
                    + MODULE + ", or leave " + PROPERTY + " at auto or scalar");
        }
        if (Width.BITS > Width.widest()) {
            throw new IllegalArgumentException(PROPERTY + ": " + Width.BITS + "-bit vectors are not available here: "
                    + "the widest that this machine and JVM have are " + Width.widest() + " bits");
        }
        return SimdKernels.kernels();
    }

    /** How to make the program faster, where it runs on scalar kernels only for want of the Vector API. */
    public static Optional<String> hint() {
        return !wanted().equals("auto") || hasVectorApi()
                ? Optional.empty()
                : Optional.of("running without vector instructions; start java with --add-modules " + MODULE
                        + " to use them (results are the same to the bit)");
    }

    private static String wanted() {
        return System.getProperty(PROPERTY, "auto");
    }

    private static boolean hasVectorApi() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }
}
