package org.almt.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Layer;

/**
 * Transformer blocks one after another whose queries come from a target, and keys and values from a source that stays
 * as it is. Rows of the target never see one another.
 *
 * <p>Children {@code layers.0}, {@code layers.1}, … B batch, N target rows, M source rows, D width.
 */
public final class CrossTransformer extends Layer {
    private final List<TransformerBlock> layers = new ArrayList<>();

    /** A stack of {@code depth} blocks. */
    public CrossTransformer(int depth, BlockSizes sizes) {
        this(depth, depth, sizes);
    }

    private CrossTransformer(int depth, int blocks, BlockSizes sizes) {
        for (int i = 0; i < depth; i++) {
            layers.add(i < blocks ? child("layers." + i, new TransformerBlock(sizes)) : layers.get(i - 1));
        }
    }

    /** One block, {@code layers.0}, passed {@code depth} times. */
    public static CrossTransformer shared(int depth, BlockSizes sizes) {
        return new CrossTransformer(depth, 1, sizes);
    }

    /** The last state of the target: target [B, N, D] and source [B, M, D] give [B, N, D]. */
    public Tensor forward(Tensor target, Tensor source) {
        return states(target, source).get(layers.size());
    }

    /** All depth + 1 states of the target [B, N, D], the given one first. */
    public List<Tensor> states(Tensor target, Tensor source) {
        List<Tensor> states = new ArrayList<>(layers.size() + 1);
        states.add(target);
        for (TransformerBlock layer : layers) {
            target = layer.forward(target, source); // [B, N, D]
            states.add(target);
        }
        return states;
    }

    /** The blocks, first to last. */
    public List<TransformerBlock> layers() {
        return List.copyOf(layers);
    }
}
