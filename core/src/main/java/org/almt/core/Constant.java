package org.almt.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An op that depends on parameters alone, and its value, which all programs with {@link SharedConstants} read. */
final class Constant {
    private final Node node;
    /** For each input of the op the constant that computes it; null for a parameter. */
    private final @Nullable Constant[] sources;
    private boolean kept;

    /**
     * What the value follows from: two ops of one key give the same bits.
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

    /** Keeps the value for ops that are no constants; other values are dropped as soon as they were used. */
    void keep() {
        kept = true;
    }

    boolean isPresent() {
        return storage().array != null;
    }

    private Storage storage() {
        return node.output().storage;
    }

    /** Computes the value, and those that it depends on, if absent; adds what it computed to {@code computed}. */
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
                storage().array = null; // memory may have run out on the way: what is there is no value
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

    /** The value is out of date. Threads that still read it are not disturbed: the next one gets memory of its own. */
    void invalidate() {
        storage().array = null;
    }
}
