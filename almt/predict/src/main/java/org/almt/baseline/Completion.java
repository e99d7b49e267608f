package org.almt.baseline;

import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;

/**
 * Replaces the sequence of a missing modality by a sampled one. A modality is missing if its sequence is all zeros:
 *
 * <pre>
 * forward   y = x if present, otherwise sampled from the present ones and refined
 * backward  dx += dy if x is present; sampled sequences are constants
 * saved     x
 * cost      nothing if all are present; otherwise the steps of {@link Recovery}
 * </pre>
 *
 * <p>x and y are the sequences of text, audio and vision one after the other, [B, 3 T, d]. The random numbers are the
 * same for all samples and all calls.
 */
final class Completion extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Recovery recovery;
    private final DiffusionNoise noise = DiffusionNoise.same();
    private final int size;

    Completion(Imder model, Tensor x) {
        super("completion", x);
        this.x = x;
        y = output(x.shape());
        readsInBackward(x);
        size = model.rows() * model.width();
        recovery = new Recovery(model, x.shape().size(0));
    }

    @Override
    protected void forward() {
        System.arraycopy(x.array(), x.offset(), y.array(), y.offset(), x.shape().count());
        List<Present> patterns = present();
        if (patterns.stream().anyMatch(one -> !one.equals(Present.ALL))) {
            recovery.draw(new Recovery.Request(x.array(), x.offset(), patterns, noise, true), y.array(), y.offset());
        }
    }

    private List<Present> present() {
        return Present.of(x.array(), x.offset(), x.shape().size(0), size);
    }

    @Override
    protected void backward() {
        if (!wants(x)) {
            return;
        }
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        List<Present> patterns = present();
        for (int i = 0; i < dx.shape().count(); i++) {
            int sequence = i / size;
            if (patterns.get(sequence / 3).has(org.almt.input.Modality.values()[sequence % 3])) {
                dx.array()[dx.offset() + i] += dy.array()[dy.offset() + i];
            }
        }
    }

    /** The parameters of the sampling networks are not inputs of this op. */
    @Override
    protected boolean dependsOnInputsAlone() {
        return false;
    }
}
