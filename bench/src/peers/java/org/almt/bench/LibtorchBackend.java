package org.almt.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** libtorch through bytedeco. */
final class LibtorchBackend implements Backend<Tensor> {
    /** Layer norm and linear need parameters in a wrapper, which is made once for each. */
    private final Map<Tensor, TensorOptional> wrappers = new IdentityHashMap<>();
    private AdamW optimiser;

    LibtorchBackend(int threads) {
        torch.set_num_threads(threads);
    }

    private TensorOptional wrapped(Tensor parameter) {
        TensorOptional wrapper = wrappers.get(parameter);
        if (wrapper == null) {
            throw new IllegalArgumentException("not a parameter");
        }
        return wrapper;
    }

    @Override
    public Tensor tensor(float[] values, long[] shape, boolean isParameter) {
        Tensor tensor = Tensor.create(values, shape);
        if (isParameter) {
            tensor.set_requires_grad(true);
            wrappers.put(tensor, new TensorOptional(tensor));
        }
        return tensor;
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, wrapped(bias));
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gamma, Tensor beta, double eps) {
        return torch.layer_norm(x, new long[] {x.size(-1)}, wrapped(gamma), wrapped(beta), eps, true);
    }

    @Override
    public Tensor gelu(Tensor x) {
        return torch.gelu(x);
    }

    @Override
    public Tensor matmul(Tensor a, Tensor b) {
        return torch.matmul(a, b);
    }

    @Override
    public Tensor softmax(Tensor x) {
        return torch.softmax(x, -1);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return a.add(b);
    }

    @Override
    public Tensor scale(Tensor x, double factor) {
        return x.mul(new Scalar(factor));
    }

    @Override
    public Tensor concat(Tensor a, Tensor b) {
        return torch.cat(new TensorVector(a, b), 1);
    }

    @Override
    public Tensor firstRows(Tensor x, long rows) {
        return x.narrow(1, 0, rows);
    }

    @Override
    public Tensor reshape(Tensor x, long... shape) {
        return x.reshape(shape);
    }

    @Override
    public Tensor swap(Tensor x, int i, int j) {
        return x.transpose(i, j);
    }

    @Override
    public Tensor expand(Tensor x, long... shape) {
        return x.expand(shape);
    }

    @Override
    public Tensor attention(Tensor q, Tensor k, Tensor v) {
        return torch.scaled_dot_product_attention(q, k, v);
    }

    @Override
    public Tensor meanSquaredError(Tensor x, Tensor y) {
        return torch.mse_loss(x, y);
    }

    @Override
    public float[] predict(Supplier<Tensor> forward) {
        try (PointerScope _ = new PointerScope(); NoGradGuard _ = new NoGradGuard()) {
            Tensor result = forward.get().contiguous();
            float[] values = new float[(int) result.numel()];
            result.data_ptr_float().get(values);
            return values;
        }
    }

    @Override
    public void optimise(Collection<Tensor> parameters, double rate, double decay) {
        AdamWOptions options = new AdamWOptions(rate);
        options.weight_decay().put(decay);
        List<Tensor> list = new ArrayList<>(parameters);
        optimiser = new AdamW(new TensorVector(list.toArray(new Tensor[0])), options);
    }

    @Override
    public float gradients(Supplier<Tensor> loss) {
        try (PointerScope _ = new PointerScope()) {
            optimiser.zero_grad();
            Tensor value = loss.get();
            value.backward();
            return value.item_float();
        }
    }

    @Override
    public float step(Supplier<Tensor> loss) {
        float value = gradients(loss);
        optimiser.step();
        return value;
    }
}
