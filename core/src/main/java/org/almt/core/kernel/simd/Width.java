package org.almt.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this run: the system property {@code almt.simd} (128, 256 or 512 bits), otherwise the machine's
 * own, at most 512. The species is a constant, which is what lets the compiler keep vectors in registers.
 */
public final class Width {
    /** Bits in a vector. */
    public static final int BITS = bits();

    static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));

    static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));

    /** Floats in a vector: 4, 8 or 16, a divisor of the 16 virtual lanes. */
    static final int LANES = FLOAT.length();

    private Width() {}

    /** Bits of the widest vectors of floats that this machine, with this JVM's flags, has. */
    public static int widest() {
        return Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    }

    private static int bits() {
        String wanted = System.getProperty("almt.simd", "auto");
        boolean aWidth = wanted.equals("128") || wanted.equals("256") || wanted.equals("512");
        return aWidth ? Integer.parseInt(wanted) : widest();
    }
}
