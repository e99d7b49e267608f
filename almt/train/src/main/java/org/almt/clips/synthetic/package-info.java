/**
 * Small raw clips with known true properties, generated at run time: a voice-like sound, a face in OpenFace's form,
 * words with times. They demonstrate and test all steps from a clip to a figure. They show nothing about people.
 *
 * <p>Start with {@link org.almt.clips.synthetic.RawClips}.
 */
package org.almt.clips.synthetic;
