package org.almt.core;

import java.util.Optional;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.plain.PlainKernels;
import org.almt.core.kernel.reference.ReferenceKernels;
import org.almt.core.kernel.simd.SimdKernels;
import org.almt.core.kernel.simd.Width;

/**
 * Chooses the kernels at start. The Vector API is an incubating module that a program may run without: no class that
 * mentions it is loaded unless the module {@code jdk.incubator.vector} is present.
 */
public final class KernelChoice {
    private static final String PROPERTY = "almt.simd";
    private static final String MODULE = "jdk.incubator.vector";

    private KernelChoice() {}

    /**
     * The kernels that the system property {@code almt.simd} requests. {@code auto}, the default, means the machine's
     * widest vectors, or {@code plain} if the Vector API is missing or the virtual machine would make vectors slow: the
     * {@link #hint} then says why. {@code 128}, {@code 256} and {@code 512} fix the width of
     * vectors. {@code plain}, also called {@code scalar}, means plain loops; {@code reference} the loops that define every
     * bit and are far slower.
     *
     * @throws IllegalArgumentException for any other value, or a width that this machine does not have
     * @throws IllegalStateException for a width, if the Vector API is missing
     */
    public static Kernels fromProperty() {
        String wanted = wanted();
        return switch (wanted) {
            case "auto" -> hasVectorApi() && obstacle().isEmpty() ? simd() : plain();
            case "reference" -> reference();
            case "plain", "scalar" -> plain();
            case "128", "256", "512" -> simd();
            default -> throw new IllegalArgumentException(
                    PROPERTY + ": '" + wanted + "' is not one of auto, reference, plain, 128, 256, 512");
        };
    }

    /** The loops that define every bit. */
    public static Kernels reference() {
        return ReferenceKernels.kernels();
    }

    /** Plain loops, which the JIT compiler turns into vector instructions. */
    public static Kernels plain() {
        return PlainKernels.kernels();
    }

    /**
     * The kernels on the Vector API, at the width that {@code almt.simd} names, otherwise the machine's widest.
     *
     * @throws IllegalArgumentException for a width that this machine does not have
     * @throws IllegalStateException if the Vector API is missing
     */
    public static Kernels simd() {
        if (!hasVectorApi()) {
            throw new IllegalStateException("vector kernels need the Vector API: start java with --add-modules "
                    + MODULE + ", or leave " + PROPERTY + " at auto or plain");
        }
        if (Width.BITS > Width.widest()) {
            throw new IllegalArgumentException(PROPERTY + ": " + Width.BITS + "-bit vectors are not available here: "
                    + "the widest that this machine and JVM have are " + Width.widest() + " bits");
        }
        return SimdKernels.kernels();
    }

    /** Why the program runs on plain loops though nobody requested them, and how to make it faster. */
    public static Optional<String> hint() {
        if (!wanted().equals("auto")) {
            return Optional.empty();
        }
        if (!hasVectorApi()) {
            return Optional.of("running without vector instructions; start java with --add-modules " + MODULE
                    + " to use them (results are the same to the bit)");
        }
        return obstacle().map(why -> "running without vector instructions (results are the same to the bit): " + why);
    }

    private static Optional<String> obstacle() {
        return VectorObstacle.of(System::getProperty);
    }

    private static String wanted() {
        return System.getProperty(PROPERTY, "auto");
    }

    private static boolean hasVectorApi() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }
}
