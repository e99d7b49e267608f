/**
 * Models that ALMT is compared with, on the same features, in the form that MMSA gives them (Mao et al., "M-SENA: An
 * integrated platform for multimodal sentiment analysis", ACL 2022): {@link org.almt.baseline.Tfn}, {@link
 * org.almt.baseline.Lmf} and {@link org.almt.baseline.Mult}, one file each, with its formulas and the quirks that were
 * kept. All learn the mean absolute error. {@link org.almt.baseline.BaselineConfig} holds their sizes, {@link
 * org.almt.baseline.BaselinePresets} those for each data set.
 *
 * <p>Letters in shapes: B batch, L positions of a modality, d features of a position.
 */
package org.almt.baseline;
