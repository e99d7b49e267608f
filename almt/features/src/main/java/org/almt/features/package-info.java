/**
 * From a clip to features: sequences of numbers that a model of sentiment reads. Sound comes from a WAV file
 * ({@link org.almt.features.audio.AudioProfile}), the face from the CSV that OpenFace writes
 * ({@link org.almt.features.face.FaceTable}), words from a transcript with or without times
 * ({@link org.almt.features.words.Transcript}).
 *
 * <p>Results have the same bits on every machine. Whatever is read is bounded: no size that a file states is allocated
 * before the bytes are there.
 */
package org.almt.features;
