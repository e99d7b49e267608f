/**
 * Benchmarks, run by {@code mvn -pl bench jmh}. Each class measures one piece of work: its method {@code ours}, and one
 * method for each peer, with the same sizes. {@link org.almt.bench.FmaCeiling} measures what the machine can do at
 * most. Start with {@link org.almt.bench.Main}, which runs them and prints the table.
 */
package org.almt.bench;
