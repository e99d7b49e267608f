package org.almt.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.nn.bert.BertConfig;

/**
 * BERT's layers in another library, with the parameters of this project's model. They start from the sum of the
 * embeddings: only this engine also computes the lookup.
 *
 * <p>B samples, L tokens, D width, H heads.
 *
 * @param <T> the library's tensor
 */
final class BertElsewhere<T> {
    private static final String EMBEDDINGS = "embeddings.";

    private final Backend<T> library;
    private final boolean fused;
    private final BertConfig sizes;
    private final int samples;
    private final int length;
    private final T sums;
    private final Map<String, T> parameters = new LinkedHashMap<>();

    BertElsewhere(Backend<T> library, boolean fused, BertWork work) {
        this.library = library;
        this.fused = fused;
        sizes = work.bert.config();
        samples = work.samples;
        length = work.length;
        Map<String, Tensor> ours = work.bert.parameters();
        ours.forEach((name, tensor) -> {
            if (!name.endsWith("_embeddings.weight")) {
                parameters.put(name, library.tensor(tensor.toArray(), AlmtElsewhere.longs(tensor), true));
            }
        });
        sums = library.tensor(
                sums(work.ids, ours), new long[] {samples, length, sizes.hidden()}, true);
    }

    /** The sum of word, position and type of each token, [B, L, D]. */
    private float[] sums(int[] ids, Map<String, Tensor> ours) {
        float[] words = ours.get(EMBEDDINGS + "word_embeddings.weight").toArray();
        float[] positions = ours.get(EMBEDDINGS + "position_embeddings.weight").toArray();
        float[] types = ours.get(EMBEDDINGS + "token_type_embeddings.weight").toArray();
        int width = sizes.hidden();
        float[] sums = new float[ids.length * width];
        for (int i = 0; i < sums.length; i++) {
            int token = i / width;
            int feature = i % width;
            sums[i] = words[ids[token] * width + feature] + positions[token % length * width + feature]
                    + types[feature];
        }
        return sums;
    }

    Collection<T> parameters() {
        return parameters.values();
    }

    /** Hidden states [B, L, D]. */
    T forward() {
        T x = norm(EMBEDDINGS, sums);
        for (int layer = 0; layer < sizes.layers(); layer++) {
            x = layer("encoder.layer." + layer + ".", x);
        }
        return x;
    }

    private T layer(String name, T x) {
        T attended = linear(name + "attention.output.dense", merge(attend(
                heads(linear(name + "attention.self.query", x)), heads(linear(name + "attention.self.key", x)),
                heads(linear(name + "attention.self.value", x)))));
        T y = norm(name + "attention.output.", library.add(x, attended));
        T inner = library.gelu(linear(name + "intermediate.dense", y));
        return norm(name + "output.", library.add(y, linear(name + "output.dense", inner)));
    }

    private T linear(String name, T x) {
        return library.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    private T norm(String name, T x) {
        return library.layerNorm(
                x, parameters.get(name + "LayerNorm.weight"), parameters.get(name + "LayerNorm.bias"), sizes.eps());
    }

    /** [B, L, D] to [B, H, L, D / H]. */
    private T heads(T x) {
        long each = sizes.hidden() / sizes.heads();
        return library.swap(library.reshape(x, samples, length, sizes.heads(), each), 1, 2);
    }

    /** [B, H, L, D / H] to [B, L, D]. */
    private T merge(T x) {
        return library.reshape(library.swap(x, 1, 2), samples, length, sizes.hidden());
    }

    private T attend(T q, T k, T v) {
        if (fused) {
            return library.attention(q, k, v);
        }
        double scale = 1 / Math.sqrt((double) sizes.hidden() / sizes.heads());
        T scores = library.scale(library.matmul(q, library.swap(k, 2, 3)), scale);
        return library.matmul(library.softmax(scores), v);
    }
}
