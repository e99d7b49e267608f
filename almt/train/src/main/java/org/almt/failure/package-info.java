/**
 * Failures that the caller can remedy. The message states the problem and the remedy in terms of the library. From the
 * {@link org.almt.failure.Remedy}, each interface adds its own means, such as an option.
 *
 * <p>Threads: Everything here is safe for many.
 */
package org.almt.failure;
