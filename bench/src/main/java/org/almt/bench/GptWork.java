package org.almt.bench;

import java.util.List;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;
import org.almt.nn.layer.AttentionMask;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.BlockNames;
import org.almt.nn.layer.Embedding;
import org.almt.nn.layer.KeyValueCache;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.LearnedPositions;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.TransformerStack;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A GPT of characters with nanoGPT's sizes for a processor: 4 layers, 4 heads, width 128, context 64, batch 12. The
 * work is a training step (forward, backward, AdamW), or 64 characters that are generated one after another with a
 * cache.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public abstract class GptWork extends Measured {
    static final int WORDS = 96;
    static final int WIDTH = 128;
    static final int HEADS = 4;
    static final int LAYERS = 4;
    static final int CONTEXT = 64;
    static final int BATCH = 12;
    static final double RATE = 1e-3;
    static final double DECAY = 0.1;

    /** The kind of work. */
    @Param({"step", "generate"})
    String pass;

    /** Threads that share the work. */
    @Param({"1", "2"})
    int threads;

    /** The weights that every contestant begins with. */
    final Model model = new Model();

    /** For subclasses. */
    protected GptWork() {}

    /** Learned positions, pre-norm blocks, and a head without a bias. */
    static final class Model extends Layer {
        final Embedding words = child("words", new Embedding(WORDS, WIDTH));
        final LearnedPositions positions = child("positions", new LearnedPositions(CONTEXT, WIDTH));
        final TransformerStack blocks = child("blocks",
                new TransformerStack(LAYERS, BlockConfig.of(WIDTH, HEADS).names(BlockNames.TORCH)));
        final LayerNorm norm = child("norm", new LayerNorm(WIDTH));
        final Linear head = child("head", Linear.withoutBias(WIDTH, WORDS));

        /** Scores [B*N, words]. */
        Tensor forward(Indices ids) {
            Tensor x = positions.forward(Ops.reshape(words.forward(ids), BATCH, CONTEXT, WIDTH));
            Tensor scores = head.forward(norm.forward(blocks.forward(x, AttentionMask.causal())));
            return Ops.reshape(scores, BATCH * CONTEXT, WORDS);
        }

        /** Scores [1, 1, words] of the character after the single one in {@code ids}. */
        Tensor step(Indices ids, List<KeyValueCache> caches) {
            Tensor x = positions.forward(Ops.reshape(words.forward(ids), 1, 1, WIDTH), caches.get(0).length());
            return head.forward(norm.forward(blocks.step(x, caches)));
        }
    }

    /**
     * Two operations for each multiply-add: the weights for each row, and half of the pairs of rows. A training step
     * takes three times as much.
     */
    static Work work(String pass) {
        double weights = 12.0 * LAYERS * WIDTH * WIDTH + WIDTH * WORDS;
        double pairs = 2.0 * LAYERS * WIDTH * (CONTEXT + 1) / 2;
        double forward = 2 * CONTEXT * (weights + pairs);
        return new Work(pass.equals("step") ? 3 * BATCH * forward : forward, 0, Traffic.NONE);
    }

    static int[] ids() {
        int[] ids = new int[BATCH * CONTEXT];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i * 31 % 89;
        }
        return ids;
    }

    static int[] next() {
        int[] next = ids();
        for (int i = 0; i < next.length; i++) {
            next[i] = (next[i] + 31) % 89;
        }
        return next;
    }

    /** Sets the weights, prepares the contestant, and compares its result with that of this engine. */
    @Setup(Level.Trial)
    public void prepare() {
        model.initialise(1);
        double[] expected = GptBenchmark.reference(pass);
        double[] found = contestant();
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) < 1e-3)) {
                throw new IllegalStateException("wrong GPT: " + found[i] + ", expected " + expected[i]);
            }
        }
    }

    /** Prepares the contestant. Returns the losses of three steps, or the characters of one text. */
    abstract double[] contestant();
}
