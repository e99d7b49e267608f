package org.almt.core;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The reason why the Vector API is present but slow. Only HotSpot's compiler C2 knows its operations, and keeps vectors
 * in registers. Otherwise every vector is an object on the heap. A prediction with C2 switched off takes 551 ms with
 * vectors and 21 ms with plain loops (full sizes of CMU-MOSI, two cores with AVX-512).
 *
 * <p>The Java properties of the virtual machine decide. Reading them costs no start-up time. They do not show {@code
 * -XX:TieredStopAtLevel} at 0, 2 or 3. In that case set {@code almt.simd} to plain.
 */
final class VectorObstacle {
    private static final String FORCE = "or set almt.simd to 128, 256 or 512 to use vectors nevertheless";

    private VectorObstacle() {}

    /**
     * What is wrong and what to do, if vectors would be slow.
     *
     * @param property the Java properties of the machine
     * @param pluggedIn whether a compiler other than C2 may be plugged in
     */
    static Optional<String> of(UnaryOperator<String> property, boolean pluggedIn) {
        String machine = known(property.apply("java.vm.name"));
        String mode = known(property.apply("java.vm.info"));
        if (mode.contains("interpreted mode")) {
            return Optional.of("this Java only interprets; start it without -Xint, " + FORCE);
        }
        if (mode.contains("emulated-client")) {
            return Optional.of("this Java runs without its compiler C2; start it without -XX:TieredStopAtLevel=1 and"
                    + " -XX:CompilationMode=quick-only, " + FORCE);
        }
        if (known(property.apply("java.vendor.version")).contains("GraalVM")) {
            return Optional.of("GraalVM compiles with a compiler other than C2; use a JDK with C2, such as Eclipse"
                    + " Temurin, " + FORCE);
        }
        if (pluggedIn) {
            return Optional.of("this Java may compile with a compiler other than C2; start it without -XX:+EnableJVMCI"
                    + " and -XX:+UseJVMCICompiler, " + FORCE);
        }
        if (!machine.contains("Server VM")) {
            return Optional.of("the virtual machine '" + machine + "' has no compiler C2; use a JDK with C2, such as"
                    + " Eclipse Temurin, " + FORCE);
        }
        return Optional.empty();
    }

    private static String known(String value) {
        return value == null ? "" : value;
    }
}
