package org.almt.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this run: the system property {@code almt.simd} (128, 256 or 512 bits), otherwise the machine's
 * width, at most 512. The species is a constant. Only therefore can the compiler keep vectors in registers.
 */
public final class Width {
    /** Number of bits of a vector. */
    public static final int BITS = bits();

    static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));

    static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));

    /** Floats in a vector: 4, 8 or 16, a divisor of the 16 virtual lanes. */
    static final int LANES = FLOAT.length();

    private Width() {}

    /** Number of bits of the widest float vectors that this machine offers with this JVM's flags. */
    public static int widest() {
        return Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    }

    private static int bits() {
        String wanted = System.getProperty("almt.simd", "auto");
        boolean aWidth = wanted.equals("128") || wanted.equals("256") || wanted.equals("512");
        return aWidth ? Integer.parseInt(wanted) : widest();
    }
}
