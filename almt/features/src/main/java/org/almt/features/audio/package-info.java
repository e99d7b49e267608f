/**
 * Features of sound, by named profile. Formulas and constants follow librosa, whose versions differ in their results
 * more than most models do: a profile says which version it equals.
 *
 * <p>Start with {@link org.almt.features.audio.AudioProfile}. A profile's {@link org.almt.features.audio.Extraction}
 * hears the clip twice: what the whole clip decides (its tuning, its loudest frame) is known only at the end of the
 * first pass.
 */
package org.almt.features.audio;
