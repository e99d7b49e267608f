package org.almt.core;

import java.util.Optional;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.plain.PlainKernels;
import org.almt.core.kernel.reference.ReferenceKernels;
import org.almt.core.kernel.simd.SimdKernels;
import org.almt.core.kernel.simd.Width;
import org.almt.core.op.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the kernels at start. The Vector API is an incubating module, and a program may run without it. Classes that
 * mention it are loaded only if the module {@code jdk.incubator.vector} is present.
 *
 * <p>Threads: safe for many at once.
 */
public final class KernelChoice {
    private static final String PROPERTY = "almt.simd";
    private static final String MODULE = "jdk.incubator.vector";
    /** HotSpot resolves this module only if compilers may be plugged in (-XX:+EnableJVMCI). */
    private static final String OTHER_COMPILERS = "jdk.internal.vm.ci";

    private static final String SIMD = "simd";
    private static final String SLOWER = "running without vector instructions";

    /** Why the vector kernels could not be linked. Null if they could be, or were not tried. */
    private static volatile @Nullable LinkageError failed;

    private KernelChoice() {}

    /**
     * The kernels that the system property {@code almt.simd} requests; {@code auto} if it is not set.
     *
     * @throws IllegalArgumentException as {@link #of} does
     * @throws IllegalStateException as {@link #of} does
     */
    public static Kernels fromProperty() {
        return of(PROPERTY, wanted());
    }

    /**
     * The kernels of a name. {@code auto} means the machine's widest vectors, or {@code plain} where vectors would be
     * slower or are missing: see {@link #hint}. {@code simd} means vectors of the width that {@code almt.simd} names,
     * otherwise the widest. {@code 128}, {@code 256} and {@code 512} mean vectors of that width. All vectors of a JVM
     * have one width. {@code plain}, also called {@code scalar}, means plain loops. {@code reference} means the loops
     * that define every bit; they are far slower.
     *
     * @throws IllegalArgumentException for any other name, or a width that this machine or JVM does not have
     * @throws IllegalStateException for a width, if the Vector API is missing
     */
    public static Kernels of(String name) {
        Checks.given("KernelChoice.of", "name", name);
        return of("kernels", name);
    }

    private static Kernels of(String what, String name) {
        return switch (name) {
            case "auto" -> auto();
            case "reference" -> reference();
            case "plain", "scalar" -> plain();
            case SIMD -> simd();
            case "128", "256", "512" -> simd(Integer.parseInt(name));
            default -> throw new IllegalArgumentException(
                    what + ": '" + name + "' is not one of auto, reference, plain, simd, 128, 256, 512");
        };
    }

    private static Kernels auto() {
        if (hasVectorApi() && obstacle().isEmpty()) {
            try {
                return simd();
            } catch (LinkageError e) {
                failed = e; // an incubating API may change, see hint()
            }
        }
        return plain();
    }

    private static Kernels simd(int bits) {
        Kernels kernels = simd();
        if (bits != Width.BITS) {
            throw new IllegalArgumentException("vectors of this JVM have " + Width.BITS + " bits; " + bits
                    + " are possible with the system property " + PROPERTY + "=" + bits + " from the start");
        }
        return kernels;
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
     * The kernels on the Vector API, at the width that {@code almt.simd} names. Otherwise the width is the machine's
     * widest.
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

    /** Why the program runs on plain loops although the user has not requested them, and how to make it faster. */
    public static Optional<String> hint() {
        if (!wanted().equals("auto")) {
            return Optional.empty();
        }
        if (!hasVectorApi()) {
            return Optional.of(SLOWER + "; start java with --add-modules " + MODULE
                    + " to use them (results are the same to the bit)");
        }
        return obstacle().map(why -> SLOWER + " (results are the same to the bit): " + why);
    }

    private static Optional<String> obstacle() {
        LinkageError error = failed;
        return error == null
                ? VectorObstacle.of(System::getProperty, hasModule(OTHER_COMPILERS))
                : Optional.of("the Vector API of this Java is another one than that of Java 17 to 25 (" + error + ")");
    }

    static boolean isVector(Kernels kernels) {
        return kernels.name().startsWith(SIMD);
    }

    private static String wanted() {
        return System.getProperty(PROPERTY, "auto");
    }

    private static boolean hasVectorApi() {
        return hasModule(MODULE);
    }

    private static boolean hasModule(String name) {
        return ModuleLayer.boot().findModule(name).isPresent();
    }
}
