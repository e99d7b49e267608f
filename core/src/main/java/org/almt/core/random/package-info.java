/** Random numbers that are functions of their position: {@link org.almt.core.random.RandomStream} on Philox. */
package org.almt.core.random;
