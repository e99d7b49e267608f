/**
 * Benchmarks, run by {@code mvn -pl bench jmh}. A class {@code XWork} holds the inputs of one kind of work. {@code
 * XBenchmark} measures this engine in its method {@code ours}, and {@code XByY} measures a peer. A contestant is a
 * method. {@link org.almt.bench.FmaCeiling} and {@link org.almt.bench.Bandwidth} measure the ceilings of the machine.
 *
 * <p>Start with {@link org.almt.bench.BenchMain}: it plans ({@link org.almt.bench.Plan}), measures ({@link
 * org.almt.bench.Measurer}), prints ({@link org.almt.bench.Report}) and checks thresholds ({@link
 * org.almt.bench.Guard}). Native peers have a separate source folder, {@code src/peers/java}. Only the profile {@code
 * peers} compiles it.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>the run</th><td>{@link BenchMain}, {@code Plan}, {@code RunClock}, {@code CaseSeconds}, {@code Measurer},
 * {@code Measured}, {@code Report},
 * {@code ResultsPage}, {@code Guard}, {@code Threshold}</td></tr>
 * <tr><th>what is measured</th><td>{@code Case}, {@code Figure}, {@code Figures}, {@code Work}, {@code Traffic},
 * {@code OneThread}, {@code BenchmarkClass}, {@code Environment}, {@link EnvironmentSetter}</td></tr>
 * <tr><th>the machine</th><td>{@code Machine}, {@code VectorWidth}, {@code OtherPrograms}, {@link FmaCeiling},
 * {@link Bandwidth}</td></tr>
 * <tr><th>products</th><td>{@link GemmWork}, {@link GemmBenchmark}, {@link GemmByEjml},
 * {@link GemmByVectorBlas}</td></tr>
 * <tr><th>attention</th><td>{@link AttentionWork}, {@link AttentionBenchmark}</td></tr>
 * <tr><th>kernels and layers</th><td>{@link KernelBenchmark}, {@link LayerWork}, {@link LayerBenchmark},
 * {@link EagerWork}, {@link EagerBenchmark}</td></tr>
 * <tr><th>a small GPT</th><td>{@link GptWork}, {@link GptBenchmark}</td></tr>
 * <tr><th>training and prediction</th><td>{@link AlmtWork}, {@link AlmtStepWork}, {@link AlmtStepBenchmark},
 * {@link AlmtStepByPlainKernels}, {@link AlmtPredictWork}, {@link AlmtPredictBenchmark}</td></tr>
 * <tr><th>other models</th><td>{@link RivalStepWork}, {@link RivalStepBenchmark}</td></tr>
 * <tr><th>language and features</th><td>{@link BertWork}, {@link BertBenchmark}, {@link SentenceBenchmark},
 * {@link FeaturesBenchmark}</td></tr>
 * <tr><th>embedding</th><td>{@code EmbeddingFigures}, {@code EmbeddingProbe}</td></tr>
 * <tr><th>how cost grows</th><td>{@code GrowthFigures}</td></tr>
 * <tr><th>more cores</th><td>{@code CoresFigures}, {@code SlabTimes}, {@code Replay}</td></tr>
 * <tr><th>denormal inputs</th><td>{@code DenormalFigures}</td></tr>
 * <tr><th>inputs</th><td>{@code BenchInputs}, {@code Utterances}</td></tr>
 * </table>
 */
package org.almt.bench;
