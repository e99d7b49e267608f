/**
 * Benchmarks, run by {@code mvn -pl bench jmh}. A class {@code XWork} holds the inputs of one kind of work, {@code
 * XBenchmark} measures our engine at it in its method {@code ours}, and {@code XByY} a peer: a contestant is a method.
 * {@link org.almt.bench.FmaCeiling} and {@link org.almt.bench.Bandwidth} measure what the machine can do at most.
 *
 * <p>Start with {@link org.almt.bench.BenchMain}: it plans ({@link org.almt.bench.Plan}), measures ({@link
 * org.almt.bench.Measurer}), prints ({@link org.almt.bench.Report}) and judges ({@link org.almt.bench.Guard}). Native
 * peers have a source folder of their own, {@code src/peers/java}, which only the profile {@code peers} compiles.
 */
package org.almt.bench;
