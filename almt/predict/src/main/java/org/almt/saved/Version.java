package org.almt.saved;

/**
 * The versions of this program and of Java.
 *
 * <p>Threads: safe for many at once.
 */
public final class Version {
    /** The version of this program. */
    public static final String NUMBER = "0.1.0";

    private Version() {}

    /** The version of the Java runtime. */
    public static String java() {
        return Runtime.version().toString();
    }
}
