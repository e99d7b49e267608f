package org.almt.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.almt.core.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Values that depend on parameters alone. They are computed and packed once for all programs that are traced with this
 * object. If a model has one program for each thread and batch size, each then needs memory for its activations only.
 *
 * <p>Thread-safe. A value is computed when a program that reads it first runs, and again after a parameter has changed.
 * Parameters must not change while a program runs.
 *
 * <p>Threads: safe for many at once.
 */
public final class SharedConstants {
    private static final Storage[] NONE = {};

    /** A lock and no monitor: on Java 17 to 23 a virtual thread that waits for a monitor blocks its carrier thread. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Constant.Key, Constant> constants = new HashMap<>();
    private final Set<Constant> kept = new LinkedHashSet<>();
    private final Map<PackedKey, Packing> packings = new LinkedHashMap<>();
    /**
     * All parameters that the values here depend on. The array is replaced and never changed, because it is read
     * without the lock.
     */
    private volatile Storage[] parameters = NONE;
    private final Set<Storage> known = new LinkedHashSet<>();
    private volatile Ready ready = new Ready(0, null, true, 0);

    /**
     * Which values are ready: the versions of the parameters they were computed from, and the kernels they are packed
     * for.
     */
    private record Ready(long version, @Nullable Kernels by, boolean all, int generation) {}

    private record PackedKey(Packed form, Constant.Source source) {}

    private record Packing(Packed form, Tensor input, @Nullable Constant source) {}

    /** No values yet. */
    public SharedConstants() {}

    /**
     * The constant of {@code key}. It is that of {@code node}, unless another program has added an equal one before.
     */
    Constant constant(Constant.Key key, Node node, @Nullable Constant[] sources) {
        lock.lock();
        try {
            return key.attributes() == null
                    ? new Constant(node, sources)
                    : constants.computeIfAbsent(key, absent -> new Constant(node, sources));
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a value, because ops that are not constant read it. */
    void keep(Constant constant) {
        lock.lock();
        try {
            if (kept.add(constant)) {
                constant.keep();
                somethingIsMissing();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The packed form of a tensor. The tensor is computed by {@code computedBy}, or is a parameter if that is null. */
    Packed packed(Packable packable, Constant.Source source, @Nullable Constant computedBy) {
        lock.lock();
        try {
            Packing packing = packings.get(new PackedKey(packable.form(), source));
            if (packing == null) {
                packing = new Packing(packable.form(), packable.input(), computedBy);
                packings.put(new PackedKey(packable.form(), source), packing);
                somethingIsMissing();
            }
            return packing.form();
        } finally {
            lock.unlock();
        }
    }

    private void somethingIsMissing() {
        ready = new Ready(ready.version, ready.by, false, ready.generation);
    }

    /** Notes that values depend on a parameter. */
    void dependOn(Storage parameter) {
        lock.lock();
        try {
            if (known.add(parameter)) {
                ready = new Ready(ready.version + parameter.version + Watch.ofParameter(parameter), ready.by, ready.all,
                        ready.generation);
                parameters = known.toArray(NONE);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes all values ready for the given kernels.
     *
     * @return a number that changes whenever kept values have moved
     */
    int refresh(Kernels by) {
        Ready now = ready;
        return now.all && now.by == by && now.version == version() ? now.generation : compute(by);
    }

    private long version() {
        long version = 0;
        for (Storage parameter : parameters) {
            version += parameter.version + Watch.ofParameter(parameter);
        }
        return version;
    }

    private int compute(Kernels by) {
        lock.lock();
        try {
            return computeAlone(by);
        } finally {
            lock.unlock();
        }
    }

    private int computeAlone(Kernels by) {
        Ready before = ready;
        long version = version();
        boolean changed = version != before.version;
        if (before.all && before.by == by && !changed) {
            return before.generation; // another thread was faster
        }
        if (changed) {
            kept.forEach(Constant::invalidate);
        }
        List<Constant> computed = new ArrayList<>();
        try {
            kept.forEach(constant -> constant.compute(computed));
            for (Packing packing : packings.values()) {
                if (changed || !packing.form.isPackedBy(by)) {
                    pack(packing, by, computed);
                }
            }
        } finally {
            computed.forEach(Constant::release);
        }
        ready = new Ready(version, by, true, before.generation + 1);
        return ready.generation;
    }

    private static void pack(Packing packing, Kernels by, List<Constant> computed) {
        Storage storage = packing.input.storage;
        if (packing.source != null) {
            packing.source.compute(computed);
            packing.source.lend(storage);
        }
        packing.form.pack(packing.input, by);
        if (packing.source != null) {
            packing.source.takeBack(storage);
        }
    }
}
