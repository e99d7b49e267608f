/**
 * WAV files as streams of samples.
 *
 * <p>Start with {@link org.almt.features.wav.WavFile}.
 */
package org.almt.features.wav;
