package org.almt.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An op that depends on parameters alone, and its value. All programs with the same {@link SharedConstants} read it.
 */
final class Constant {
    private final Node node;
    /** For each input of the op, the constant that computes it. Null for a parameter. */
    private final @Nullable Constant[] sources;
    private boolean kept;

    /**
     * Everything that determines the value. Two ops with equal keys give the same bits.
     *
     * @param op the class of the op
     * @param attributes {@link Op#attributes}
     * @param shape of the output
     * @param inputs where each input's elements are
     */
    record Key(Class<?> op, @Nullable Object attributes, Shape shape, List<Source> inputs) {}

    /**
     * Elements of a parameter, or of a constant.
     *
     * @param of the storage of a parameter, or a {@link Constant}
     * @param offset of the first element
     * @param shape of the input
     */
    record Source(Object of, int offset, Shape shape) {}

    Constant(Node node, @Nullable Constant[] sources) {
        this.node = node;
        this.sources = sources;
    }

    /** Keeps the value, because an op that is not constant reads it. Other values are dropped right after their use. */
    void keep() {
        kept = true;
    }

    boolean isPresent() {
        return storage().array != null;
    }

    private Storage storage() {
        return node.output().storage;
    }

    /**
     * Computes the value if it is absent, and first the values that it depends on. Adds each computed constant to
     * {@code computed}.
     */
    void compute(List<Constant> computed) {
        if (isPresent()) {
            return;
        }
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] != null) {
                sources[i].compute(computed);
                sources[i].lend(node.inputs()[i].storage);
            }
        }
        boolean done = false;
        try {
            computed.add(this);
            node.runEagerly();
            done = true;
        } finally {
            for (Tensor buffer : node.buffers()) {
                buffer.storage.array = null;
            }
            if (!done) {
                storage().array = null; // memory may have run out meanwhile; the array then holds no valid value
            }
        }
    }

    /** Lets another storage of the same length share the value. */
    void lend(Storage other) {
        if (other != storage()) {
            other.moveTo(storage().allocated(), storage().base);
        }
    }

    /** Takes the value back from a storage that borrowed it, unless programs read it there. */
    void takeBack(Storage other) {
        if (!kept && other != storage()) {
            other.array = null;
        }
    }

    /** Drops the value unless it is kept. */
    void release() {
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] != null) {
                sources[i].takeBack(node.inputs()[i].storage);
            }
        }
        if (!kept) {
            storage().array = null;
        }
    }

    /**
     * Drops the outdated value. Threads that still read it are not disturbed, because the next value gets its own
     * memory.
     */
    void invalidate() {
        storage().array = null;
    }
}
