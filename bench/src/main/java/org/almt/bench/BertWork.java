package org.almt.bench;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.GradMode;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.nn.bert.BertBatch;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.bert.BertModel;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The encoder of bert-base on a batch of whole sentences: 12 layers of 768 with 12 heads. Its vocabulary is small: a
 * lookup costs nothing, and the gradient of 30,522 words would only measure how fast memory is cleared. There is no
 * dropout.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public abstract class BertWork extends Measured {
    /** The heap for 440 MB of weights and gradients, and activations. */
    static final String HEAP = "-Xmx3g";

    private static final int VOCABULARY = 1000;

    /** Sentences x tokens. */
    @Param("8x50")
    String size;

    /** Forward, or forward and the gradients of all parameters. */
    @Param({"forward", "forward+backward"})
    String pass;

    /** Threads that share the work. */
    @Param("2")
    int threads;

    int samples;
    int length;
    BertModel bert;
    BertBatch batch;
    int[] ids;
    /** The values that the states are compared with, [B, L, D]. */
    float[] labels;

    /** For subclasses. */
    protected BertWork() {}

    private static BertConfig sizes() {
        return new BertConfig(VOCABULARY, 768, 12, 12).withDropout(0);
    }

    /**
     * Each layer has four square products, two products of four times the width, and attention. Backward takes twice
     * that.
     */
    static double flops(String size, String pass) {
        int[] bl = BenchInputs.sizes(size);
        BertConfig sizes = sizes();
        double d = sizes.hidden();
        double rows = (double) bl[0] * bl[1];
        double layer = 2 * rows * (4 * d * d + 2 * d * sizes.intermediate()) + 4 * rows * bl[1] * d;
        return (pass.equals("forward") ? 1 : 3) * sizes.layers() * layer;
    }

    boolean isForwardOnly() {
        return pass.equals("forward");
    }

    /** Draws weights and sentences. */
    void draw() {
        Engine.useThreads(threads);
        int[] bl = BenchInputs.sizes(size);
        samples = bl[0];
        length = bl[1];
        bert = new BertModel(sizes());
        bert.initialise(1);
        bert.train(false);
        batch = BertBatch.padded(samples, length);
        int[] mask = new int[samples * length];
        Arrays.fill(mask, 1);
        ids = new int[samples * length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = 1 + (int) (i * 7919L % (VOCABULARY - 1));
        }
        batch.set(ids, mask);
        labels = BenchInputs.gaussian(2, ids.length * bert.config().hidden());
    }

    /** The hidden states of this project's model, [B, L, D]. */
    float[] states() {
        return GradMode.noGrad(() -> bert.forward(batch)).toArray();
    }

    Tensor target() {
        return Tensor.wrap(labels, 0, Shape.of(samples, length, bert.config().hidden()));
    }
}
