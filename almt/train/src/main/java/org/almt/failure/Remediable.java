package org.almt.failure;

import java.util.Optional;

/**
 * A failure that the caller may be able to do something about.
 *
 * <p>Threads: safe for many at once.
 */
public interface Remediable {
    /** What; empty if the message says all. */
    Optional<Remedy> remedy();
}
