package org.almt.baseline;

import static org.almt.core.op.Ops.div;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.slice;
import static org.almt.core.op.Ops.sum;

import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.input.Modality;

/** One vector for the tokens of a text. */
final class TextVector {
    private TextVector() {}

    /** The features of the first token, [CLS] in BERT's hidden states: [B, d]. */
    static Tensor first(InputBatch inputs) {
        Tensor text = inputs.text(); // [B, L, d]
        return reshape(slice(text, 1, 0, 1), inputs.size(), text.shape().width());
    }

    /** The mean over the tokens that are not padding: [B, d]. */
    static Tensor mean(InputBatch inputs) {
        Tensor mask = inputs.mask(Modality.TEXT); // [B, L]
        Tensor kept = mul(inputs.text(), reshape(mask, inputs.size(), mask.shape().size(1), 1)); // [B, L, d]
        return div(sum(kept, 1), reshape(sum(mask, 1), inputs.size(), 1));
    }

    /** The mean over tokens, or the features of the first token. */
    static Tensor of(InputBatch inputs, boolean mean) {
        return mean ? mean(inputs) : first(inputs);
    }
}
