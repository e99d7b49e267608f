package org.almt.data.pickle;

/**
 * Bounds what a pickle may make its reader hold and do. Every opcode costs a little, everything kept costs about the
 * memory it takes, so a hostile file of any shape (deep nesting, endless memo entries, millions of containers) ends in
 * one sentence. A real feature file spends a few megabytes: its arrays stay in the file.
 */
final class Budget {
    /** The default, in bytes: a hundred times what the largest released file needs. */
    static final long DEFAULT = 192L << 20;

    /** Cost of an opcode: its slot on the stack or in the memo, and a share of the time it takes. */
    static final int PER_OPCODE = 8;

    /** Cost of a list, tuple, dictionary, array or string beyond its content. */
    static final int PER_OBJECT = 96;

    private final long limit;
    private long left;

    Budget(long limit) {
        this.limit = limit;
        this.left = limit;
    }

    void charge(long bytes, PickleInput in) throws PickleException {
        left -= bytes;
        if (left < 0) {
            throw in.error(
                    "needs more than " + (limit >> 10) + " KiB of memory for its structure alone, which no feature "
                            + "file does; save features as NumPy arrays, not as nested lists");
        }
    }
}
