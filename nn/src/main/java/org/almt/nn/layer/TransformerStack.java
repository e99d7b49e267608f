package org.almt.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.nn.Layer;

/**
 * Transformer blocks one after another, without a norm after the last. Rows attend to one another, or to a source that
 * stays the same for all blocks. In the second case, rows of the target never see one another.
 *
 * <p>Children {@code layers.0}, {@code layers.1}, … B batch, N target rows, M source rows, D width.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class TransformerStack extends Layer {
    private final List<TransformerBlock> blocks = new ArrayList<>();

    /** A stack of {@code depth} blocks. */
    public TransformerStack(int depth, BlockConfig config) {
        this(depth, depth, Checks.given("TransformerStack", "config", config));
    }

    private TransformerStack(int depth, int distinct, BlockConfig config) {
        for (int i = 0; i < depth; i++) {
            blocks.add(i < distinct ? child("layers." + i, new TransformerBlock(config)) : blocks.get(i - 1));
        }
    }

    /** A single block, {@code layers.0}, applied {@code depth} times. */
    public static TransformerStack shared(int depth, BlockConfig config) {
        Checks.given("TransformerStack.shared", "config", config);
        return new TransformerStack(depth, 1, config);
    }

    /** Self-attention without a mask: x [B, N, D] gives [B, N, D]. */
    public Tensor forward(Tensor x) {
        return forward(x, AttentionMask.NONE);
    }

    /** Self-attention: x [B, N, D] gives [B, N, D]. */
    public Tensor forward(Tensor x, AttentionMask mask) {
        Checks.given("TransformerStack.forward", "mask", mask);
        for (TransformerBlock block : blocks) {
            x = block.forward(x, x, mask); // [B, N, D]
        }
        return x;
    }

    /** Cross-attention: target [B, N, D] and source [B, M, D] give [B, N, D]. */
    public Tensor forward(Tensor target, Tensor source) {
        for (TransformerBlock block : blocks) {
            target = block.forward(target, source); // [B, N, D]
        }
        return target;
    }

    /**
     * Empty caches for {@link #step}, one for each block, with room for {@code rows} rows of {@code batch} sequences.
     */
    public List<KeyValueCache> caches(int batch, int rows) {
        List<KeyValueCache> caches = new ArrayList<>();
        for (TransformerBlock block : blocks) {
            caches.add(new KeyValueCache(batch, rows, block.attention().heads() * block.attention().headWidth()));
        }
        return caches;
    }

    /**
     * Reads the next rows [B, N, D] of growing sequences. The result [B, N, D] is what {@link AttentionMask#causal}
     * gives for the whole sequences. For use without gradients and in evaluation.
     */
    public Tensor step(Tensor rows, List<KeyValueCache> caches) {
        Checks.given("TransformerStack.step", "caches", caches);
        Tensor x = rows;
        for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).step(x, caches.get(i)); // [B, N, D]
        }
        return x;
    }

    /** Self-attention with all depth + 1 states [B, N, D]: x itself, then the output of each block. */
    public List<Tensor> states(Tensor x) {
        List<Tensor> states = new ArrayList<>(blocks.size() + 1);
        states.add(x);
        for (TransformerBlock block : blocks) {
            x = block.forward(x); // [B, N, D]
            states.add(x);
        }
        return states;
    }

    /** The blocks from first to last. A shared block is listed as often as it is applied. */
    public List<TransformerBlock> blocks() {
        return List.copyOf(blocks);
    }

    /** The last block. */
    public TransformerBlock last() {
        return blocks.get(blocks.size() - 1);
    }
}
