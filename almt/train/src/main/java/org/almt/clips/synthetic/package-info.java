/**
 * Small raw clips with known truth, made at run time: a voice-like sound, a face as OpenFace would see it, words with
 * times. They show the way from a clip to a figure, and test it; they say nothing about people.
 *
 * <p>Start with {@link org.almt.clips.synthetic.RawClips}.
 */
package org.almt.clips.synthetic;
