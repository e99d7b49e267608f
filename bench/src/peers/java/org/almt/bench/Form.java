package org.almt.bench;

/**
 * Which part of ALMT's work is computed, and how attention is computed.
 *
 * @param pruned whether only the rows that are read later are computed
 * @param folded whether the projections of keys and values are moved to the few queries
 * @param fused whether attention is one operation of the library
 */
record Form(boolean pruned, boolean folded, boolean fused) {
    /** The form that a benchmark's name ends in: {@code …PrunedFused}. */
    static Form named(String benchmark) {
        boolean folded = benchmark.contains("Folded");
        return new Form(folded || benchmark.contains("Pruned"), folded, benchmark.endsWith("Fused"));
    }
}
