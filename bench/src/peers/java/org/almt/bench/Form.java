package org.almt.bench;

/**
 * How much of ALMT's work is done, and how attention is computed.
 *
 * @param pruned only the rows that are read later are computed
 * @param folded besides, the keys' and values' projections are moved to the few queries
 * @param fused attention is one operation of the library
 */
record Form(boolean pruned, boolean folded, boolean fused) {
    /** The form that a benchmark's name ends in: {@code …PrunedFused}. */
    static Form named(String benchmark) {
        boolean folded = benchmark.contains("Folded");
        return new Form(folded || benchmark.contains("Pruned"), folded, benchmark.endsWith("Fused"));
    }
}
