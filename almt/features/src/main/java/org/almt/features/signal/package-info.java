/**
 * Processing of signals that arrive in blocks: Fourier transforms, frames, resampling. At most a few blocks are in
 * memory, so memory does not grow with the length of a clip. All arithmetic is in double, with functions of
 * {@link java.lang.StrictMath}, so results have the same bits everywhere.
 *
 * <p>Start with {@link org.almt.features.signal.SignalSink}, then {@link org.almt.features.signal.Framer}.
 */
package org.almt.features.signal;
