/**
 * The input of a model: the three modalities, their shapes, samples by index and the tensors of a batch. Start with
 * {@link org.almt.input.InputBatch}.
 *
 * <p>Threads: An {@code InputBatch} and a {@code RecordedProgram} are for one thread at a time. Many threads may read
 * samples. All other classes are immutable.
 */
package org.almt.input;
