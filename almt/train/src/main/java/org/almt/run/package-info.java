/**
 * Runs: a configuration, a data set, and a folder with the results of training, from which a run resumes to the bit.
 *
 * <p>Start with {@link org.almt.run.Trainer}: the epochs, the honest protocol, and resuming after a kill.
 * {@link org.almt.run.RunFolder} lists the files of a run. {@link org.almt.run.RunConfig} holds everything needed to
 * repeat it. {@link org.almt.run.ReferenceProtocol} keeps the figures that the reference reports apart.
 *
 * <p>Threads: Runs in different folders may be trained by different threads. The objects of one run are for one thread
 * at a time, but for its {@link org.almt.train.StopSignal}; a {@code RunListener} is called on the thread that trains.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>entry points</th><td>{@link Training}, {@link RunRequest}, {@link RunListener}, {@link RunOutcome},
 * {@link RunSummary}</td></tr>
 * <tr><th>the run</th><td>{@code NewRun}, {@code ResumedRun}, {@link PreparedRun}, {@link Trainer},
 * {@code EarlierRun}</td></tr>
 * <tr><th>its files</th><td>{@link RunFolder}, {@link Folders}, {@link RunConfig}, {@link org.almt.saved.RunIdentity},
 * {@code MetricsTable}, {@link EpochTable}</td></tr>
 * <tr><th>its end</th><td>{@code FinalReport}, {@link ReferenceProtocol}, {@link SplitPredictions}</td></tr>
 * <tr><th>its data</th><td>{@link DataOrigin}, {@link RunData}, {@link TrainingData}, {@link DataFit},
 * {@code EpochSamples},
 * {@code SameFeatures}, {@link EmptySentences}, {@link SampleOrder}, {@code DistilledSplit}, {@link ZeroFilledDataSet},
 * {@code KeptOpenDataSet}</td></tr>
 * </table>
 */
package org.almt.run;
