package org.almt.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Layer;

/**
 * Transformer blocks one after another, rows attending to one another; no norm after the last.
 *
 * <p>Children {@code layers.0}, {@code layers.1}, … B batch, N rows, D width.
 */
public final class TransformerEncoder extends Layer {
    private final List<TransformerBlock> layers = new ArrayList<>();

    /** A stack of {@code depth} blocks. */
    public TransformerEncoder(int depth, BlockSizes sizes) {
        this(depth, depth, sizes);
    }

    private TransformerEncoder(int depth, int blocks, BlockSizes sizes) {
        for (int i = 0; i < depth; i++) {
            layers.add(i < blocks ? child("layers." + i, new TransformerBlock(sizes)) : layers.get(i - 1));
        }
    }

    /** One block, {@code layers.0}, passed {@code depth} times. */
    public static TransformerEncoder shared(int depth, BlockSizes sizes) {
        return new TransformerEncoder(depth, 1, sizes);
    }

    /** The last state: x [B, N, D] gives [B, N, D]. */
    public Tensor forward(Tensor x) {
        return states(x).get(layers.size());
    }

    /** All depth + 1 states [B, N, D]: x itself, then what each block made of the one before. */
    public List<Tensor> states(Tensor x) {
        List<Tensor> states = new ArrayList<>(layers.size() + 1);
        states.add(x);
        for (TransformerBlock layer : layers) {
            x = layer.forward(x); // [B, N, D]
            states.add(x);
        }
        return states;
    }

    /** The last block. */
    public TransformerBlock last() {
        return layers.get(layers.size() - 1);
    }

    /** The blocks, first to last. */
    public List<TransformerBlock> layers() {
        return List.copyOf(layers);
    }
}
