/**
 * Corruption of features: noise, lost spans, lost frames, a missing modality. Data sets are wrapped, not changed. The
 * corruption of a sample depends on a seed, the split and the sample's index in it, but not on the order of reading.
 *
 * <p>Start with {@link org.almt.data.corrupt.Corruption}. Each kind is one class: {@code Noise}, {@code ErasedSpan},
 * {@code DroppedFrames}, {@code MissingModality}. {@link org.almt.data.corrupt.CorruptedDataSet} applies them.
 *
 * <p>Threads: As for other data sets; descriptions are immutable.
 */
package org.almt.data.corrupt;
