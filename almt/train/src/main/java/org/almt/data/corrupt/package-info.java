/**
 * What may happen to features between a person and a model: noise, lost spans, lost frames, a modality that is not
 * there at all. Data sets are wrapped, not changed. What happens to a sample follows from a seed, the split and the
 * sample's place in it, in whatever order samples are read.
 *
 * <p>Start with {@link org.almt.data.corrupt.Corruption}. Each kind is one file: {@code Noise}, {@code ErasedSpan},
 * {@code DroppedFrames}, {@code MissingModality}. {@link org.almt.data.corrupt.CorruptedDataSet} applies them.
 *
 * <p>Threads: As for other data sets; descriptions are immutable.
 */
package org.almt.data.corrupt;
