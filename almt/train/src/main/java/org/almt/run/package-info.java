/**
 * Runs: a configuration, a data set, and a folder that holds what came of training and from which it resumes to the
 * bit.
 *
 * <p>Start with {@link org.almt.run.Trainer}: the epochs, the honest protocol, and what survives a death. {@link
 * org.almt.run.RunFolder} lists the files of a run; {@link org.almt.run.RunConfig} is what repeats it; {@link
 * org.almt.run.ReferenceProtocol} is what the reference reports, kept apart.
 *
 * <p>Threads: Runs in different folders may be trained by different threads. The objects of one run are for one thread
 * at a time, but for its {@link org.almt.train.StopSignal}; a {@code RunListener} is called on the thread that trains.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>doors</th><td>{@link Training}, {@link RunRequest}, {@link RunListener}, {@link RunOutcome},
 * {@link RunSummary}</td></tr>
 * <tr><th>the run</th><td>{@code NewRun}, {@code ResumedRun}, {@link PreparedRun}, {@link Trainer},
 * {@code EarlierRun}</td></tr>
 * <tr><th>its files</th><td>{@link RunFolder}, {@link Folders}, {@link RunConfig}, {@link org.almt.saved.RunIdentity},
 * {@code MetricsTable}, {@link EpochTable}</td></tr>
 * <tr><th>its end</th><td>{@code FinalReport}, {@link ReferenceProtocol}, {@link SplitPredictions}</td></tr>
 * <tr><th>its data</th><td>{@link DataOrigin}, {@link RunData}, {@link TrainingData}, {@link DataFit},
 * {@code EpochSamples},
 * {@code SameFeatures}, {@link SampleOrder}, {@code DistilledSplit}, {@link ZeroFilledDataSet},
 * {@code KeptOpenDataSet}</td></tr>
 * </table>
 */
package org.almt.run;
