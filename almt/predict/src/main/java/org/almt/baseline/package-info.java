/**
 * Models that ALMT is compared with, on the same features. They have the form of MMSA (Mao et al., "M-SENA: An
 * integrated platform for multimodal sentiment analysis", ACL 2022) or of their authors. {@link org.almt.baseline.Tfn}
 * is the shortest. Each model is one file, with its formulas and the quirks that were kept.
 * {@link org.almt.baseline.Chfn} and {@link org.almt.baseline.Fdmer} are reconstructions. The losses are in the
 * training package {@code org.almt.train.rival}. {@link org.almt.baseline.BaselineConfig} holds the sizes,
 * {@link org.almt.baseline.BaselinePresets} those for each data set.
 *
 * <table>
 * <caption>All classes</caption>
 * <tr><th>models</th><td>{@link Tfn}, {@link Lmf}, {@link Mult}, {@link Misa}, {@link SelfMm}, {@link Mmim},
 * {@link Cenet}, {@link Imder}, {@link Lnln}, {@link Chfn}, {@link Fdmer}, all {@link FeatureModel}</td></tr>
 * <tr><th>their sizes</th><td>{@link BaselineConfig}, {@link BaselinePresets}</td></tr>
 * <tr><th>parts</th><td>{@code MeanSubnet}, {@code TextSubnet}, {@code TextVector}, {@code CrossModalEncoder},
 * {@code CrossModalStack}, {@link CrossModalStates}, {@code Positions}, {@code TokenEncoder}</td></tr>
 * <tr><th>sampling of missing modalities</th><td>{@link Present}, {@link Recovery}, {@link Diffusion},
 * {@link DiffusionNoise}, {@code ScoreNet}, {@code Refiner}, {@code Completion}</td></tr>
 * </table>
 *
 * <p>Letters in shapes: B batch, L positions of a modality, d features of a position.
 */
package org.almt.baseline;
