package org.almt.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;

/**
 * {@link AlmtModel} in another library, with the parameters of this project's model. It is a contestant. It is also a
 * check, because both must predict the same.
 *
 * <p>B batch, L frames, n = T + L rows, T tokens, D width, H heads, E width of a head.
 *
 * @param <T> the library's tensor
 */
final class AlmtElsewhere<T> {
    private final Backend<T> library;
    private final Form form;
    private final AlmtConfig sizes;
    private final Map<String, T> parameters = new LinkedHashMap<>();

    AlmtElsewhere(Backend<T> library, Form form, AlmtModel model) {
        this.library = library;
        this.form = form;
        sizes = model.config();
        for (Map.Entry<String, Tensor> entry : model.parameters().entrySet()) {
            parameters.put(entry.getKey(), library.tensor(
                    entry.getValue().toArray(), longs(entry.getValue()), true));
        }
    }

    /** The shape of a tensor of this engine. */
    static long[] longs(Tensor tensor) {
        long[] shape = new long[tensor.shape().rank()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = tensor.shape().size(axis);
        }
        return shape;
    }

    Map<String, T> parameters() {
        return parameters;
    }

    private T parameter(String name) {
        T found = parameters.get(name);
        if (found == null) {
            throw new IllegalStateException("our model has no parameter '" + name + "'");
        }
        return found;
    }

    /** Predictions [B,1]. */
    T forward(T text, T audio, T vision, long batch) {
        int tokens = sizes.tokens();
        int width = sizes.width();
        T l = embed("proj_l", text, batch, sizes.textLength());
        T a = embed("proj_a", audio, batch, sizes.audioLength());
        T v = embed("proj_v", vision, batch, sizes.visionLength());
        List<T> scales = new ArrayList<>();
        scales.add(library.add(l, parameter("l_encoder.pos_embedding")));
        for (int layer = 0; layer < sizes.hyperDepth() - 1; layer++) {
            T before = scales.getLast();
            scales.add(block("l_encoder.encoder.layers." + layer, before, before, batch, tokens, tokens));
        }
        T hyper = library.expand(parameter("h_hyper"), batch, tokens, width);
        for (int layer = 0; layer < sizes.hyperDepth(); layer++) {
            hyper = hyperLayer("h_hyper_layer.layers." + layer + ".0", scales.get(layer), a, v, hyper, batch);
        }
        T token = library.expand(parameter("fusion_layer.extra_token"), batch, 1, width);
        T source = library.add(library.concat(token, hyper), parameter("fusion_layer.pos_embedding_s"));
        T target = form.pruned()
                ? library.add(token, library.firstRows(parameter("fusion_layer.pos_embedding_t"), 1))
                : library.add(
                        library.concat(token, scales.getLast()), parameter("fusion_layer.pos_embedding_t"));
        long rows = form.pruned() ? 1 : tokens + 1;
        for (int layer = 0; layer < sizes.fusionDepth(); layer++) {
            target = block("fusion_layer.CrossTransformerEncoder.layers." + layer, target, source, batch, rows,
                    tokens + 1);
        }
        T read = library.reshape(library.firstRows(target, 1), batch, width);
        return library.linear(read, parameter("regression_layer.0.weight"), parameter("regression_layer.0.bias"));
    }

    /** Features [B,L,d] to [B,T,D]. */
    private T embed(String name, T features, long batch, int length) {
        int tokens = sizes.tokens();
        T rows = library.linear(features, parameter(name + ".0.weight"), parameter(name + ".0.bias"));
        T extra = library.expand(parameter(name + ".1.extra_token"), batch, tokens, sizes.width());
        T x = library.add(library.concat(extra, rows), parameter(name + ".1.pos_embedding")); // [B,n,D]
        String layer = name + ".1.encoder.layers.0";
        long n = tokens + (long) length;
        if (form.folded()) {
            return foldedBlock(layer, library.firstRows(x, tokens), x, batch, tokens, n);
        }
        return form.pruned()
                ? block(layer, library.firstRows(x, tokens), x, batch, tokens, n)
                : library.firstRows(block(layer, x, x, batch, n, n), tokens);
    }

    /** A pre-norm block: target [B,N,D] attends to source [B,M,D]. */
    private T block(String name, T target, T source, long batch, long n, long m) {
        String attention = name + ".0.fn.";
        T q = heads(project(name, "q", target), batch, n, sizes.heads(), sizes.headSize());
        T k = heads(project(name, "k", source), batch, m, sizes.heads(), sizes.headSize());
        T v = heads(project(name, "v", source), batch, m, sizes.heads(), sizes.headSize());
        T mixed = merge(attend(q, k, v, sizes.headSize()), batch, n, (long) sizes.heads() * sizes.headSize());
        return rest(name, library.linear(mixed, parameter(attention + "to_out.0.weight"),
                parameter(attention + "to_out.0.bias")), target);
    }

    /** The projected norm of x, for q, k or v. */
    private T project(String name, String which, T x) {
        return library.linear(norm(name + ".0.norm_" + which, x), parameter(name + ".0.fn.to_" + which + ".weight"),
                null);
    }

    /** Like {@link #block}, but keys and values are never projected: (W_k,hᵀ q) · x_k, and W_v,h (Σ p x_v). */
    private T foldedBlock(String name, T target, T source, long batch, long n, long m) {
        long h = sizes.heads();
        long e = sizes.headSize();
        long d = sizes.width();
        T q = library.reshape(project(name, "q", target), batch * n, h, e);
        T keyWeight = library.reshape(parameter(name + ".0.fn.to_k.weight"), h, e, d);
        T folded = library.matmul(library.swap(q, 0, 1), keyWeight); // [H, B*N, D]
        T queries = library.reshape(
                library.swap(library.reshape(folded, h, batch, n * d), 0, 1), batch, 1, h * n, d);
        T keys = library.reshape(norm(name + ".0.norm_k", source), batch, 1, m, d);
        T values = library.reshape(norm(name + ".0.norm_v", source), batch, 1, m, d);
        T mixed = form.fused()
                ? library.attention(library.scale(queries, Math.sqrt((double) d / e)), keys, values)
                : attend(queries, keys, values, e); // [B, 1, H*N, D]
        T byHead = library.reshape(
                library.swap(library.reshape(mixed, batch, h, n * d), 0, 1), h, batch * n, d);
        T valueWeight = library.reshape(parameter(name + ".0.fn.to_v.weight"), h, e, d);
        T projected = library.matmul(byHead, library.swap(valueWeight, 1, 2)); // [H, B*N, E]
        T merged = library.reshape(library.swap(projected, 0, 1), batch, n, h * e);
        return rest(name, library.linear(merged, parameter(name + ".0.fn.to_out.0.weight"),
                parameter(name + ".0.fn.to_out.0.bias")), target);
    }

    /** Residual and feed-forward. */
    private T rest(String name, T attended, T target) {
        T x = library.add(attended, target);
        T inner = library.gelu(library.linear(norm(name + ".1.norm", x), parameter(name + ".1.fn.net.0.weight"),
                parameter(name + ".1.fn.net.0.bias")));
        return library.add(library.linear(inner, parameter(name + ".1.fn.net.3.weight"),
                parameter(name + ".1.fn.net.3.bias")), x);
    }

    /** Adaptive hyper-modality learning: the text makes the queries, audio and vision the keys and values. */
    private T hyperLayer(String name, T text, T audio, T vision, T hyper, long batch) {
        T l = norm(name + ".norm1", text);
        T a = norm(name + ".norm2", audio);
        T v = norm(name + ".norm3", vision);
        T q = hyperHeads(name, "to_q", l, batch);
        T fromAudio = attend(q, hyperHeads(name, "to_k_ta", a, batch), hyperHeads(name, "to_v_ta", a, batch),
                sizes.hyperHeadSize());
        T fromVision = attend(q, hyperHeads(name, "to_k_tv", v, batch), hyperHeads(name, "to_v_tv", v, batch),
                sizes.hyperHeadSize());
        T merged = merge(library.add(fromAudio, fromVision), batch, sizes.tokens(),
                (long) sizes.heads() * sizes.hyperHeadSize());
        return library.add(norm(name + ".norm4", hyper), library.linear(merged,
                parameter(name + ".fn.to_out.0.weight"), parameter(name + ".fn.to_out.0.bias")));
    }

    private T hyperHeads(String name, String which, T x, long batch) {
        T projected = library.linear(x, parameter(name + ".fn." + which + ".weight"), null);
        return heads(projected, batch, sizes.tokens(), sizes.heads(), sizes.hyperHeadSize());
    }

    private T norm(String name, T x) {
        return library.layerNorm(x, parameter(name + ".weight"), parameter(name + ".bias"), 1e-5);
    }

    /** [B,N,H*E] to [B,H,N,E]. */
    private T heads(T x, long batch, long rows, long heads, long size) {
        return library.swap(library.reshape(x, batch, rows, heads, size), 1, 2);
    }

    /** [B,H,N,E] to [B,N,H*E]. */
    private T merge(T x, long batch, long rows, long width) {
        return library.reshape(library.swap(x, 1, 2), batch, rows, width);
    }

    /** softmax(q kᵀ / sqrt(size)) v. */
    private T attend(T q, T k, T v, long size) {
        if (form.fused()) {
            return library.attention(q, k, v);
        }
        T scores = library.scale(library.matmul(q, library.swap(k, 2, 3)), 1 / Math.sqrt(size));
        return library.matmul(library.softmax(scores), v);
    }
}
