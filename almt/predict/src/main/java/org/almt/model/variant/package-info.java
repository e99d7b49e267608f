/**
 * Variants of ALMT: the options of {@link org.almt.model.variant.Variant}, and for each part of the model the classes
 * that may replace the paper's. Read the full model, {@link org.almt.model.AlmtModel}, first. {@code AlmtParts} in its
 * package chooses between its parts and these.
 *
 * <p>There are four kinds of part: {@link org.almt.model.variant.EmbeddingStage},
 * {@link org.almt.model.variant.HyperStage} with its {@link org.almt.model.variant.HyperLayer}s, and
 * {@link org.almt.model.variant.FusionStage}, most of which are in {@link org.almt.model.variant.Fusions}. If the paper
 * names an experiment but not its construction, the class states what was decided and the table that it belongs to.
 */
package org.almt.model.variant;
