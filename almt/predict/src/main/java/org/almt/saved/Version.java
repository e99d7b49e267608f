package org.almt.saved;

/**
 * Which version of what ran.
 *
 * <p>Threads: safe for many at once.
 */
public final class Version {
    /** Of this program. */
    public static final String NUMBER = "0.1.0";

    private Version() {}

    /** Of the Java runtime. */
    public static String java() {
        return Runtime.version().toString();
    }
}
