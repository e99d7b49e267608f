/**
 * Random numbers that are functions of their position: {@link org.almt.core.random.RandomStream}, built on Philox.
 *
 * <p>Threads: {@code Philox} is a function and thread-safe. A {@code RandomStream} is for one thread at a time.
 */
package org.almt.core.random;
