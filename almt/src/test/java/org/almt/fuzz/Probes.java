package org.almt.fuzz;

import java.util.Arrays;

/**
 * Counts how often each branch was taken since the last look. {@link ProbedClasses} puts the counting into classes; it
 * works in one thread. There is one of this class, which the loader of all
 * others has.
 */
public final class Probes {
    /** One byte per branch; more branches than that share. */
    public static final byte[] COUNTS = new byte[1 << 16];

    private static int next;

    private Probes() {}

    /** The number of a new branch. */
    public static int add() {
        return next++ & COUNTS.length - 1;
    }

    /** How many branches are counted. */
    public static int size() {
        return Math.min(next, COUNTS.length);
    }

    /** Before an input. */
    public static void clear() {
        Arrays.fill(COUNTS, 0, size(), (byte) 0);
    }

    /**
     * Whether a branch was taken as often as never before, in steps: once, twice, up to 4, 8, 16, 32, 128, more.
     *
     * @param seen a bit per branch and step
     */
    public static boolean addTo(byte... seen) {
        boolean isNew = false;
        for (int i = 0; i < size(); i++) {
            int count = COUNTS[i] & 0xff;
            if (count != 0) {
                int bit = 1 << (count <= 2 ? count - 1
                        : count <= 32 ? 33 - Integer.numberOfLeadingZeros(count - 1) - 1
                        : count <= 128 ? 6
                        : 7);
                isNew |= (seen[i] & bit) == 0;
                seen[i] |= (byte) bit;
            }
        }
        return isNew;
    }
}
