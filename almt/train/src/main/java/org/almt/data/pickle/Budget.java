package org.almt.data.pickle;

/**
 * Limits the memory and work of reading a pickle. Every opcode costs a little, and every stored value costs about its
 * memory. So a hostile file of any kind (deep nesting, endless memo entries, millions of containers) is refused with
 * one sentence. A real feature file needs a few megabytes, because its arrays are not copied from the file.
 */
final class Budget {
    /** The default budget in bytes: a hundred times the need of the largest released file. */
    static final long DEFAULT = 192L << 20;

    /** The cost of an opcode: its slot on the stack or in the memo, and a part for its time. */
    static final int PER_OPCODE = 8;

    /** The cost of a list, tuple, dictionary, array or string besides its contents. */
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
