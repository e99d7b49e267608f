/**
 * Recognises the format of a file by its content. {@link org.almt.nn.checkpoint.format.AnyFormat} opens it.
 *
 * <p>Threads: nothing here keeps state, so everything is thread-safe.
 */
package org.almt.nn.checkpoint.format;
