package org.almt.nn.data;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.random.RandomStream;

/**
 * Data in memory, cut into batches of one size. Each epoch has a new order. The order follows from the seed and the
 * number of the epoch alone, so a run can be resumed at any epoch.
 *
 * <pre>{@code
 * MiniBatches batches = new MiniBatches(images.shape().size(0), 64, seed);
 * Tensor x = Tensor.zeros(64, 28, 28, 1);          // the inputs of a traced step
 * Indices y = Indices.zeros(64);
 * for (int epoch = 0; epoch < epochs; epoch++) {
 *     batches.shuffle(epoch);
 *     for (int i = 0; i < batches.count(); i++) {
 *         batches.copy(i, images, x);
 *         batches.copy(i, classes, y);
 *         step.forward();
 *         …
 *     }
 * }
 * }</pre>
 *
 * <p>All batches are full, because a program has one shape. The samples that remain at the end of an epoch are left
 * out, different ones in each epoch. To evaluate all samples, call {@link #inOrder} with a size that divides their
 * number.
 *
 * <p>Threads: one at a time.
 */
public final class MiniBatches {
    private final int size;
    private final long seed;
    private final int[] order;

    /** Batches of {@code size} out of {@code samples} samples. They are in order until {@link #shuffle} is called. */
    public MiniBatches(int samples, int size, long seed) {
        if (size < 1 || samples < size) {
            throw new IllegalArgumentException("batches: " + size + " samples each of " + samples
                    + "; at least 1 and no more than there are is needed");
        }
        this.size = size;
        this.seed = seed;
        order = new int[samples];
        inOrder();
    }

    /** Takes the samples in the order of the data. */
    public void inOrder() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    /** Takes the samples in the order of an epoch. */
    public void shuffle(long epoch) {
        int[] shuffled = new RandomStream(seed, epoch).permutation(order.length);
        System.arraycopy(shuffled, 0, order, 0, order.length);
    }

    /** Number of full batches. */
    public int count() {
        return order.length / size;
    }

    /** The number of the sample at a place of a batch. */
    public int sample(int batch, int place) {
        if (batch < 0 || batch >= count() || place < 0 || place >= size) {
            throw new IllegalArgumentException(
                    "batches: place " + place + " of batch " + batch + "; there are " + count()
                            + " batches of " + size);
        }
        return order[batch * size + place];
    }

    /** Copies the rows of a batch from data [samples, …] into {@code input} [size, …]. */
    public void copy(int batch, Tensor data, Tensor input) {
        Checks.given("MiniBatches.copy", "data", data);
        Checks.given("MiniBatches.copy", "input", input);
        int each = data.shape().count() / Math.max(1, order.length);
        if (data.shape().rank() == 0 || data.shape().size(0) != order.length
                || !input.shape().equals(data.shape().with(0, size))) {
            throw new IllegalArgumentException("batches: data " + data.shape() + " and an input " + input.shape()
                    + "; the data need " + order.length + " samples, the input " + size + " of the same shape");
        }
        for (int i = 0; i < size; i++) {
            System.arraycopy(data.array(), data.offset() + sample(batch, i) * each, input.array(),
                    input.offset() + i * each, each);
        }
        input.markModified();
    }

    /** Copies the classes of a batch into {@code input}. {@code classes} has one for each sample. */
    public void copy(int batch, int[] classes, Indices input) {
        Checks.given("MiniBatches.copy", "classes", classes);
        Checks.given("MiniBatches.copy", "input", input);
        if (classes.length != order.length || input.length() != size) {
            throw new IllegalArgumentException(
                    "batches: " + classes.length + " classes and an input of " + input.length()
                            + "; " + order.length + " and " + size + " are needed");
        }
        for (int i = 0; i < size; i++) {
            input.array()[i] = classes[sample(batch, i)];
        }
        input.markModified();
    }
}
