/**
 * What goes into a model: the three modalities, their shapes, samples by index and the tensors of a batch. Start with
 * {@link org.almt.input.InputBatch}.
 *
 * <p>Threads: An {@code InputBatch} and a {@code RecordedProgram} are for one thread at a time; samples may be read by
 * many, and the rest is immutable.
 */
package org.almt.input;
