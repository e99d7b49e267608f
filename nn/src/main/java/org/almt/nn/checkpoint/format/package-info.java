/**
 * Which format a file has, by its content: {@link org.almt.nn.checkpoint.format.AnyFormat} opens it.
 *
 * <p>Threads: Nothing is kept here, so that all is safe for many.
 */
package org.almt.nn.checkpoint.format;
