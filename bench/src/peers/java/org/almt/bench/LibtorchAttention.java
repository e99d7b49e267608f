package org.almt.bench;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Attention in libtorch: fused, or written as two products and a softmax. */
abstract class LibtorchAttention extends AttentionWork {
    private Tensor tq;
    private Tensor tk;
    private Tensor tv;
    private Tensor later;
    private TensorVector inputs;
    private TensorVector dout;

    @Override
    float[] contestant() {
        torch.set_num_threads(threads);
        tq = tensor(q);
        tk = tensor(k);
        tv = tensor(v);
        later = later();
        inputs = new TensorVector(tq, tk, tv);
        dout = new TensorVector(torch.ones_like(tq));
        float[] out = new float[q.length];
        try (PointerScope _ = new PointerScope(); NoGradGuard _ = new NoGradGuard()) {
            fused().transpose(1, 2).contiguous().data_ptr_float().get(out);
        }
        return out;
    }

    /** [B,H,N,E], contiguous, which is fastest for libtorch. */
    private Tensor tensor(float[] values) {
        Tensor tensor = Tensor.create(values, batch, tokens, heads, features).transpose(1, 2).contiguous();
        tensor.set_requires_grad(!isForwardOnly());
        return tensor;
    }

    /** [N, N], -infinity for the keys after a query. */
    private Tensor later() {
        float[] hidden = new float[tokens * tokens];
        for (int i = 0; i < tokens; i++) {
            Arrays.fill(hidden, i * tokens + i + 1, (i + 1) * tokens, Float.NEGATIVE_INFINITY);
        }
        return Tensor.create(hidden, tokens, tokens);
    }

    private Tensor fused() {
        return isCausal()
                ? torch.scaled_dot_product_attention(tq, tk, tv, new TensorOptional(), 0, true, new DoubleOptional(),
                        false)
                : torch.scaled_dot_product_attention(tq, tk, tv);
    }

    private Tensor written() {
        Tensor scores = torch.matmul(tq, tk.transpose(2, 3)).mul(new Scalar(1 / Math.sqrt(features)));
        return torch.matmul(torch.softmax(isCausal() ? scores.add(later) : scores, -1), tv);
    }

    /** Runs it once, with gradients if {@code pass} includes them. */
    void run(boolean fused) {
        try (PointerScope _ = new PointerScope()) {
            if (isForwardOnly()) {
                try (NoGradGuard _ = new NoGradGuard()) {
                    attend(fused);
                }
            } else {
                torch.grad(new TensorVector(attend(fused)), inputs, dout, new BoolOptional(), false, false);
            }
        }
    }

    private Tensor attend(boolean fused) {
        return fused ? fused() : written();
    }
}
