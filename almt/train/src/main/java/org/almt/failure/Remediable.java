package org.almt.failure;

import java.util.Optional;

/**
 * A failure that the caller may be able to remedy.
 *
 * <p>Threads: safe for many at once.
 */
public interface Remediable {
    /** The remedy; empty if the message contains it. */
    Optional<Remedy> remedy();
}
