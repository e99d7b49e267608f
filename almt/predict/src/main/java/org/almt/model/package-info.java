/**
 * The model ALMT. {@link org.almt.model.AlmtModel} is the model as the paper and its reference define it. Read it from
 * top to bottom; its parts are in the files that it names. {@link org.almt.model.FoldedAlmt} computes the same function
 * faster.
 *
 * <p>{@link org.almt.model.AlmtConfig} and {@link org.almt.model.Preset} hold its sizes.
 * {@link org.almt.model.AlmtWeights} loads checkpoints of other implementations.
 * {@link org.almt.model.AttentionWeights} computes its attention weights. Its variants are in
 * {@code org.almt.model.variant}; {@code AlmtParts} chooses between them.
 *
 * <p>Threads: As for layers, any number of threads may run a model forward while none trains, loads or freezes it.
 * Configurations are immutable.
 */
package org.almt.model;
