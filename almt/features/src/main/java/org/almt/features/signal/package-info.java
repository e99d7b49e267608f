/**
 * Signals that arrive in blocks: Fourier transforms, frames, resampling. Nothing here holds more than a few blocks, so
 * that memory does not grow with the length of a clip. All arithmetic is in double, with functions of
 * {@link java.lang.StrictMath}, so that results have the same bits everywhere.
 *
 * <p>Start with {@link org.almt.features.signal.SignalSink}, then {@link org.almt.features.signal.Framer}.
 */
package org.almt.features.signal;
