/**
 * The embedded data set: sentiment in words, voice and face. A small causal model generates it from a seed, so that
 * every cause is known.
 *
 * <p>{@link org.almt.data.synthetic.SyntheticDataSet} describes the model. {@code World} makes a sample in this order:
 * a {@code Sentence} from the {@code Lexicon}, a {@code Timing} with the informative frames, then the features.
 * {@code ContextVectors} make those of words, {@code AudioTrack} those of the voice, {@code VisionTrack} those of the
 * face. A {@code Mixing} mixes the few sources of a track, drifts and the sentiment, into its features. All numbers
 * come from named random streams and {@link java.lang.StrictMath}, so they have the same bits everywhere.
 */
package org.almt.data.synthetic;
