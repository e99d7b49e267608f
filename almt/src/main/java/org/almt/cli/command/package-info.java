/**
 * The commands, one class per command. Start with {@link org.almt.cli.command.TrainCommand}.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>runs</th><td>{@link TrainCommand}, {@link DistillCommand}, {@link EvaluateCommand},
 * {@link ScoreCommand}</td></tr>
 * <tr><th>predictions</th><td>{@link PredictCommand}, {@code ClipSample}, {@code ManifestPredictions}</td></tr>
 * <tr><th>explanations</th><td>{@link ExplainCommand}, {@code ExplainedModel}, {@code ExplainedData},
 * {@code ExplainedClip}</td></tr>
 * <tr><th>studies</th><td>{@link StudyCommand}, {@code StudyRunCommand}, {@code StudyListCommand},
 * {@code StudyShowCommand}</td></tr>
 * <tr><th>data and clips</th><td>{@link DatasetCommand}, {@link DatasetBuildCommand}, {@link FeaturesCommand},
 * {@link InspectCommand}, {@link DemoCommand}</td></tr>
 * <tr><th>language models</th><td>{@link WeightsCommand}, {@code WeightsGetCommand}, {@code WeightsImportCommand},
 * {@link EncodeCommand}</td></tr>
 * <tr><th>about the program</th><td>{@link DescribeCommand}, {@link VersionProvider}</td></tr>
 * <tr><th>what all share</th><td>{@code AlmtCommand}</td></tr>
 * </table>
 */
package org.almt.cli.command;
