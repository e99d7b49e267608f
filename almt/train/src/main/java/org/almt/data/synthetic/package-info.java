/**
 * The embedded data set: sentiment in words, voice and face, made from a seed by a small causal model whose every cause
 * is known.
 *
 * <p>{@link org.almt.data.synthetic.SyntheticDataSet} tells the model. {@code World} makes a sample, in this order: a
 * {@code Sentence} from the {@code Lexicon}, a {@code Timing} that says which frames will matter, then the features,
 * words by {@code ContextVectors}, voice by {@code AudioTrack}, face by {@code VisionTrack}. A track's few sources,
 * drifts and what is meant, are hidden in its features by a {@code Mixing}. All numbers come from named random streams
 * and {@link java.lang.StrictMath}, so that they are the same bits everywhere.
 */
package org.almt.data.synthetic;
