/**
 * ALMT itself. {@link org.almt.model.AlmtModel} is the model as the paper and its reference define it, to be read from
 * top to bottom; its parts are the files that it names. {@link org.almt.model.FoldedAlmt} is the same function, fast.
 *
 * <p>{@link org.almt.model.AlmtConfig} and {@link org.almt.model.Preset} say how large it is; {@link
 * org.almt.model.AlmtWeights} loads checkpoints of other implementations; {@link org.almt.model.AttentionWeights} shows
 * what it attends to. Its variants are in {@code org.almt.model.variant}; {@code AlmtParts} chooses between them.
 *
 * <p>Threads: As for layers: any number of threads may run a model forward while none trains, loads or freezes it.
 * Configurations are immutable.
 */
package org.almt.model;
