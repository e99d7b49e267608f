package org.almt.nn.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.almt.core.op.Checks;
import org.almt.core.random.RandomStream;

/**
 * Shuffles examples that come one after another and need not fit into memory. Each is drawn from {@code size} waiting
 * examples, and the next one of the source takes its place. An example may move any distance back, and up to {@code
 * size} places forward. The order follows from the seed and the number of the epoch alone.
 *
 * <p>Threads: one at a time.
 *
 * @param <T> an example
 */
public final class ShuffleBuffer<T> implements Iterator<T> {
    private final Iterator<T> source;
    private final List<T> waiting;
    private final int size;
    private final RandomStream random;

    /** Shuffles {@code source}. For the order to be reproducible, the source must always give the same examples. */
    public ShuffleBuffer(Iterator<T> source, int size, long seed, long epoch) {
        Checks.given("ShuffleBuffer", "source", source);
        if (size < 1) {
            throw new IllegalArgumentException("shuffle: a buffer of " + size + "; 1 or more is needed");
        }
        this.source = source;
        this.size = size;
        waiting = new ArrayList<>();
        random = new RandomStream(seed, epoch);
    }

    @Override
    public boolean hasNext() {
        return !waiting.isEmpty() || source.hasNext();
    }

    @Override
    public T next() {
        while (waiting.size() < size && source.hasNext()) {
            waiting.add(source.next());
        }
        if (waiting.isEmpty()) {
            throw new NoSuchElementException("shuffle: no example is left");
        }
        int chosen = random.nextInt(waiting.size());
        T example = waiting.get(chosen);
        T last = waiting.remove(waiting.size() - 1);
        if (chosen < waiting.size()) {
            waiting.set(chosen, last);
        }
        return example;
    }

    /**
     * The next examples, for one batch: {@code count} of them, or as many as are left; none at the end. A batch that is
     * shorter than the others is the last one, to be used or left out.
     */
    public List<T> next(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("shuffle: a batch of " + count + "; 1 or more is needed");
        }
        List<T> batch = new ArrayList<>();
        while (batch.size() < count && hasNext()) {
            batch.add(next());
        }
        return batch;
    }
}
