package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.relu;

import java.util.function.Function;
import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Linear;

/**
 * The common part of {@link Mult} and {@link Imder}, for three sequences of one width d. Each sequence attends to the
 * two others, and the last rows of all three give the prediction.
 *
 * <pre>
 * h_l = last row of E_l([E_la(x_l, x_a) | E_lv(x_l, x_v)])            [B, 2d]         and so h_a and h_v
 * h   = [h_l | h_a | h_v]        y = W3 (h + W2 dropout(relu(W1 h)))  [B, 1]
 * </pre>
 *
 * <p>Its layers are children of the model itself, under MMSA's names.
 */
final class CrossModalStack {
    private static final int LEAST_MEMORY_LEVELS = 3;

    private final CrossModalEncoder textFromAudio;
    private final CrossModalEncoder textFromVision;
    private final CrossModalEncoder audioFromText;
    private final CrossModalEncoder audioFromVision;
    private final CrossModalEncoder visionFromText;
    private final CrossModalEncoder visionFromAudio;
    private final CrossModalEncoder textMemory;
    private final CrossModalEncoder audioMemory;
    private final CrossModalEncoder visionMemory;
    private final Linear first;
    private final Dropout outputDropout;
    private final Linear second;
    private final Linear out;

    /** Registers a layer as a child of the model. */
    @FunctionalInterface
    interface Registry {
        <M extends Layer> M child(String name, M layer);
    }

    /**
     * Layers whose parameters are not initialised yet.
     *
     * @param dropouts the dropouts of an encoder, by the name of its dropout of attention
     * @param positions whether encoders add {@link Positions}
     * @throws IllegalArgumentException if the heads do not divide the width
     */
    CrossModalStack(
            Registry model, BaselineConfig config, Function<String, CrossModalEncoder.Dropouts> dropouts,
            boolean positions) {
        int width = config.size("width");
        int heads = config.size("heads");
        int levels = config.size("levels");
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "config: " + heads + " heads do not divide the width " + width + "; choose another number");
        }
        Function<String, CrossModalEncoder> encoder = attention -> new CrossModalEncoder(
                width, heads, levels, dropouts.apply(attention), positions);
        textFromAudio = model.child("trans_l_with_a", encoder.apply("audioAttentionDropout"));
        textFromVision = model.child("trans_l_with_v", encoder.apply("visionAttentionDropout"));
        audioFromText = model.child("trans_a_with_l", encoder.apply("attentionDropout"));
        audioFromVision = model.child("trans_a_with_v", encoder.apply("visionAttentionDropout"));
        visionFromText = model.child("trans_v_with_l", encoder.apply("attentionDropout"));
        visionFromAudio = model.child("trans_v_with_a", encoder.apply("audioAttentionDropout"));
        Function<String, CrossModalEncoder> memory = name -> model.child(name, new CrossModalEncoder(
                2 * width, heads, Math.max(LEAST_MEMORY_LEVELS, levels), dropouts.apply("attentionDropout"),
                positions));
        textMemory = memory.apply("trans_l_mem");
        audioMemory = memory.apply("trans_a_mem");
        visionMemory = memory.apply("trans_v_mem");
        first = model.child("proj1", new Linear(6 * width, 6 * width));
        outputDropout = model.child("output_dropout", new Dropout(config.probability("outputDropout")));
        second = model.child("proj2", new Linear(6 * width, 6 * width));
        out = model.child("out_layer", new Linear(6 * width, 1));
    }

    /** The results for x_l, x_a and x_v, each [B, L_m, d]. */
    CrossModalStates forward(Tensor l, Tensor a, Tensor v) {
        Tensor text = last(textMemory, textFromAudio.forward(l, a), textFromVision.forward(l, v));
        Tensor audio = last(audioMemory, audioFromText.forward(a, l), audioFromVision.forward(a, v));
        Tensor vision = last(visionMemory, visionFromText.forward(v, l), visionFromAudio.forward(v, a));
        Tensor h = concat(1, text, audio, vision); // [B, 6d]
        Tensor more = second.forward(outputDropout.forward(relu(first.forward(h))));
        return new CrossModalStates(text, audio, vision, out.forward(add(h, more)));
    }

    /** The last row of an encoder's result for two concatenated sequences [B, L, d]: [B, 2d]. */
    private static Tensor last(CrossModalEncoder memory, Tensor one, Tensor other) {
        return memory.last(concat(2, one, other));
    }
}
