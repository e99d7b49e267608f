package org.almt.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

/** The same GPT in libtorch on MKL: one product for queries, keys and values, fused causal attention, AdamW. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_LIMIT, Bytedeco.NO_LIMIT_EITHER, Bytedeco.NO_CORE,
        Bytedeco.NO_REPORT, Bytedeco.MKL_FIRST})
@Environment({Bytedeco.GNU_THREADS, Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
public class GptByLibtorch extends GptWork {
    private static final double EPS = 1e-5;
    private static final int HEAD = WIDTH / HEADS;

    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, TensorOptional> wrapped = new LinkedHashMap<>();
    private final TensorOptional noMask = new TensorOptional();
    private final DoubleOptional noScale = new DoubleOptional();
    private AdamW optimiser;
    private Tensor ids;
    private Tensor next;
    private Tensor places;
    /** The keys and values of each layer for the characters so far, [1, H, N, E]. */
    private final List<Tensor> keys = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();

    /** For JMH. */
    public GptByLibtorch() {}

    @Override
    double[] contestant() {
        torch.set_num_threads(threads);
        model.parameters().forEach((name, tensor) -> {
            Tensor copy = Tensor.create(tensor.toArray(),
                    Arrays.stream(tensor.shape().toArray()).asLongStream().toArray());
            copy.set_requires_grad(true);
            parameters.put(name, copy);
            wrapped.put(name, new TensorOptional(copy));
        });
        places = longs(IntStream.range(0, CONTEXT).toArray());
        if (pass.equals("generate")) {
            for (int layer = 0; layer < LAYERS; layer++) {
                keys.add(Tensor.create(new float[CONTEXT * WIDTH], 1, HEADS, CONTEXT, HEAD));
                values.add(Tensor.create(new float[CONTEXT * WIDTH], 1, HEADS, CONTEXT, HEAD));
            }
            return generated();
        }
        AdamWOptions options = new AdamWOptions(RATE);
        options.weight_decay().put(DECAY);
        optimiser = new AdamW(new TensorVector(parameters.values().toArray(Tensor[]::new)), options);
        ids = longs(ids());
        next = longs(next());
        return new double[] {step(), step(), step()};
    }

    private static Tensor longs(int[] values) {
        return Tensor.create(Arrays.stream(values).asLongStream().toArray(), values.length);
    }

    private Tensor of(String name) {
        Tensor found = parameters.get(name);
        if (found == null) {
            throw new IllegalStateException("no parameter " + name + " in " + parameters.keySet());
        }
        return found;
    }

    private Tensor linear(Tensor x, String name) {
        return torch.linear(x, of(name + "weight"), wrapped.get(name + "bias"));
    }

    private Tensor norm(Tensor x, String name) {
        return torch.layer_norm(x, new long[] {WIDTH}, wrapped.get(name + ".weight"), wrapped.get(name + ".bias"), EPS,
                true);
    }

    /** Passes rows [B, N, D] through a block. They come after {@code before} other rows, which are in the cache. */
    private Tensor block(int layer, Tensor x, long batch, long rows, int before) {
        String name = "blocks.layers." + layer + ".";
        TensorVector parts = linear(norm(x, name + "norm1"), name + "self_attn.in_proj_").chunk(3, -1);
        Tensor q = heads(parts.get(0), batch, rows);
        Tensor k = heads(parts.get(1), batch, rows);
        Tensor v = heads(parts.get(2), batch, rows);
        boolean causal = true;
        if (!keys.isEmpty()) {
            keys.get(layer).narrow(2, before, rows).copy_(k);
            values.get(layer).narrow(2, before, rows).copy_(v);
            k = keys.get(layer).narrow(2, 0, before + rows);
            v = values.get(layer).narrow(2, 0, before + rows);
            causal = false; // a single row sees all keys
        }
        Tensor mixed = torch.scaled_dot_product_attention(q, k, v, noMask, 0, causal, noScale, false);
        mixed = mixed.transpose(1, 2).reshape(batch, rows, WIDTH);
        Tensor y = x.add(linear(mixed, name + "self_attn.out_proj."));
        Tensor hidden = torch.gelu(linear(norm(y, name + "norm2"), name + "linear1."));
        return y.add(linear(hidden, name + "linear2."));
    }

    private static Tensor heads(Tensor x, long batch, long rows) {
        return x.view(batch, rows, HEADS, HEAD).transpose(1, 2);
    }

    private Tensor scores(Tensor characters, long batch, long rows, int before) {
        Tensor x = torch.embedding(of("words.weight"), characters).view(batch, rows, WIDTH)
                .add(torch.embedding(of("positions.weight"), places.narrow(0, before, rows)));
        for (int layer = 0; layer < LAYERS; layer++) {
            x = block(layer, x, batch, rows, before);
        }
        return torch.linear(norm(x, "norm"), of("head.weight")).view(batch * rows, WORDS);
    }

    private double step() {
        try (PointerScope _ = new PointerScope()) {
            optimiser.zero_grad();
            Tensor loss = torch.cross_entropy_loss(scores(ids, BATCH, CONTEXT, 0), next);
            loss.backward();
            float value = loss.item_float();
            optimiser.step();
            return value;
        }
    }

    private double[] generated() {
        double[] text = new double[CONTEXT];
        long character = 1;
        for (int i = 0; i < CONTEXT; i++) {
            try (PointerScope _ = new PointerScope(); NoGradGuard _ = new NoGradGuard()) {
                Tensor scores = scores(Tensor.create(new long[] {character}, 1), 1, 1, i);
                character = scores.argmax().item_long();
                text[i] = character;
            }
        }
        return text;
    }

    /** libtorch. */
    @Benchmark
    public Object libtorchMkl() {
        return pass.equals("step") ? (Object) step() : generated();
    }
}
