/**
 * Computes features of a clip: sequences of numbers that a model of sentiment reads. Sound is read from a WAV file
 * ({@link org.almt.features.audio.AudioProfile}), the face from the CSV that OpenFace writes
 * ({@link org.almt.features.face.FaceTable}), and words from a transcript with or without times
 * ({@link org.almt.features.words.Transcript}).
 *
 * <p>Results have the same bits on every machine. All reading is bounded: a size that a file states is not allocated
 * before its bytes are read.
 */
package org.almt.features;
