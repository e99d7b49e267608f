package org.almt.bench;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of a run: the width of the machine, or the narrower one that the system property {@code bench.width}
 * gives. All contestants must use it, so one machine shows the speed of a narrower one.
 *
 * <p>256 bits are those of AVX2. The JVM flag {@code UseAVX=2} allows no more. 128 bits keep AVX's instruction forms,
 * because the JVM has fused multiply-adds only with them. On x86, this is nearest to ARM's NEON.
 */
final class VectorWidth {
    private static final int MACHINE = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());

    /**
     * Bits of a vector in this JVM's measurements. If {@link #chosen} refuses the property, it is the machine's width.
     */
    static final int BITS = Math.min(MACHINE, switch (Integer.getInteger("bench.width", MACHINE)) {
        case 128 -> 128;
        case 256 -> 256;
        default -> MACHINE;
    });

    /** Vectors of that width, for the ceilings. */
    static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));

    private VectorWidth() {}

    /** The value of the property {@code bench.width}. {@code auto} is the width of the machine. */
    static int chosen(String property) {
        return switch (property) {
            case "auto" -> MACHINE;
            case "128", "256", "512" -> {
                int bits = Integer.parseInt(property);
                if (bits > MACHINE) {
                    throw new IllegalArgumentException("bench.width: vectors of " + bits + " bits; this machine has "
                            + MACHINE + " at most");
                }
                yield bits;
            }
            default -> throw new IllegalArgumentException(
                    "bench.width: '" + property + "' is none of auto, 128, 256, 512");
        };
    }

    /** Flags that limit a JVM to the width. None if it is the machine's. */
    static List<String> flags(int bits) {
        if (bits == MACHINE) {
            return List.of();
        }
        String width = "-Dbench.width=" + bits;
        return bits == 256 ? List.of("-XX:UseAVX=2", width) : List.of("-Dalmt.simd=" + bits, width);
    }

    /** Variables that limit native libraries to it: MKL, libtorch's own kernels, OpenBLAS, oneDNN. */
    static List<String> variables(int bits) {
        if (bits == MACHINE) {
            return List.of();
        }
        return switch (bits) {
            case 256 -> List.of("MKL_ENABLE_INSTRUCTIONS=AVX2", "ATEN_CPU_CAPABILITY=avx2", "OPENBLAS_CORETYPE=Haswell",
                    "ONEDNN_MAX_CPU_ISA=AVX2");
            default -> List.of("MKL_ENABLE_INSTRUCTIONS=SSE4_2", "ATEN_CPU_CAPABILITY=default",
                    "OPENBLAS_CORETYPE=Nehalem", "ONEDNN_MAX_CPU_ISA=SSE41");
        };
    }
}
