/**
 * Random numbers that are functions of their position: {@link org.almt.core.random.RandomStream} on Philox.
 *
 * <p>Threads: {@code Philox} is a function, safe for many; a {@code RandomStream} is for one thread at a time.
 */
package org.almt.core.random;
