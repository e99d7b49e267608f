/**
 * Variants of ALMT: the options of {@link org.almt.model.variant.Variant}, and for each part of the model the classes
 * that may replace the paper's. {@link org.almt.model.AlmtModel} is the full model, to be read first; {@code AlmtParts}
 * beside it chooses between its parts and these.
 *
 * <p>There are four kinds of part: {@link org.almt.model.variant.EmbeddingStage}, {@link
 * org.almt.model.variant.HyperStage} with its {@link org.almt.model.variant.HyperLayer}s, and {@link
 * org.almt.model.variant.FusionStage}, most of which are in {@link org.almt.model.variant.Fusions}. If the paper names
 * an experiment but not how it was made, the class says what was decided and which table it belongs to.
 */
package org.almt.model.variant;
