/**
 * What goes into a model: the three modalities, their shapes, samples by index and the tensors of a batch. Start with
 * {@link org.almt.input.InputBatch}.
 */
package org.almt.input;
