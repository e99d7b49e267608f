/**
 * Models that ALMT is compared with, on the same features, in the form that MMSA gives them (Mao et al., "M-SENA: An
 * integrated platform for multimodal sentiment analysis", ACL 2022), or their authors: {@link org.almt.baseline.Tfn} is
 * the shortest. One file each, with its formulas and the quirks that were kept; {@link org.almt.baseline.Chfn} and
 * {@link org.almt.baseline.Fdmer} are reconstructions. What they minimise is in the training package {@code
 * org.almt.train.rival}. {@link org.almt.baseline.BaselineConfig} holds their sizes, {@link
 * org.almt.baseline.BaselinePresets} those for each data set.
 *
 * <table>
 * <caption>All classes</caption>
 * <tr><th>models</th><td>{@link Tfn}, {@link Lmf}, {@link Mult}, {@link Misa}, {@link SelfMm}, {@link Mmim},
 * {@link Cenet}, {@link Imder}, {@link Lnln}, {@link Chfn}, {@link Fdmer}, all {@link FeatureModel}</td></tr>
 * <tr><th>their sizes</th><td>{@link BaselineConfig}, {@link BaselinePresets}</td></tr>
 * <tr><th>parts</th><td>{@code MeanSubnet}, {@code TextSubnet}, {@code TextVector}, {@code CrossModalEncoder},
 * {@code CrossModalStack}, {@link CrossModalStates}, {@code Positions}, {@code TokenEncoder}</td></tr>
 * <tr><th>what is missing is drawn</th><td>{@link Present}, {@link Recovery}, {@link Diffusion},
 * {@link DiffusionNoise}, {@code ScoreNet}, {@code Refiner}, {@code Completion}</td></tr>
 * </table>
 *
 * <p>Letters in shapes: B batch, L positions of a modality, d features of a position.
 */
package org.almt.baseline;
