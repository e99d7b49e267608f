package org.almt.nn.bert;

import static org.almt.nn.layer.Naive.add;
import static org.almt.nn.layer.Naive.layerNorm;
import static org.almt.nn.layer.Naive.linear;
import static org.almt.nn.layer.Naive.map;

import java.util.Map;
import org.almt.nn.layer.Naive;

/** BERT's encoder in double, sample by sample, loop by loop, from Hugging Face's parameter names. */
final class NaiveBert {
    /** The factor of dropout in its n-th use in a step, for the element of an index. */
    @FunctionalInterface
    interface Dropout {
        double factor(int use, long index);
    }

    private final BertConfig config;
    private final Map<String, double[]> p;
    private final Dropout dropout;

    NaiveBert(BertConfig config, Map<String, double[]> parameters, Dropout dropout) {
        this.config = config;
        this.p = parameters;
        this.dropout = dropout;
    }

    /** All tokens of one sample, padding included: [length][hidden]; the sample's number decides what is dropped. */
    double[][] states(int sample, int[] ids, int[] mask, int[] types) {
        long first = (long) sample * ids.length;
        double[][] x = new double[ids.length][config.hidden()];
        for (int i = 0; i < ids.length; i++) {
            for (int d = 0; d < config.hidden(); d++) {
                x[i][d] = p.get("embeddings.word_embeddings.weight")[ids[i] * config.hidden() + d]
                        + p.get("embeddings.token_type_embeddings.weight")[types[i] * config.hidden() + d]
                        + p.get("embeddings.position_embeddings.weight")[i * config.hidden() + d];
            }
        }
        x = dropped(0, first, norm("embeddings.LayerNorm", x));
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "encoder.layer." + layer + ".";
            int use = 1 + 3 * layer;
            double[][] mixed = attention(use, first, mask, affine(name + "attention.self.query", x),
                    affine(name + "attention.self.key", x), affine(name + "attention.self.value", x));
            double[][] attended = dropped(use + 1, first, affine(name + "attention.output.dense", mixed));
            double[][] y = norm(name + "attention.output.LayerNorm", add(x, attended));
            double[][] inner = map(affine(name + "intermediate.dense", y), Naive::gelu);
            double[][] out = dropped(use + 2, first, affine(name + "output.dense", inner));
            x = norm(name + "output.LayerNorm", add(y, out));
        }
        return x;
    }

    private double[][] attention(int use, long first, int[] mask, double[][] q, double[][] k, double[][] v) {
        int n = q.length;
        int width = config.hidden() / config.heads();
        double[][] y = new double[n][config.hidden()];
        for (int h = 0; h < config.heads(); h++) {
            for (int i = 0; i < n; i++) {
                double[] e = new double[n];
                double total = 0;
                for (int j = 0; j < n; j++) {
                    double score = 0;
                    for (int d = h * width; d < (h + 1) * width; d++) {
                        score += q[i][d] * k[j][d];
                    }
                    e[j] = mask[j] == 0 ? 0 : Math.exp(score / Math.sqrt(width));
                    total += e[j];
                }
                for (int j = 0; j < n; j++) {
                    double factor = dropout.factor(use, ((first + i) * config.heads() + h) * n + j);
                    for (int d = h * width; d < (h + 1) * width; d++) {
                        y[i][d] += factor * e[j] / total * v[j][d];
                    }
                }
            }
        }
        return y;
    }

    private double[][] dropped(int use, long first, double[][] x) {
        double[][] y = new double[x.length][config.hidden()];
        for (int i = 0; i < x.length; i++) {
            for (int d = 0; d < config.hidden(); d++) {
                y[i][d] = x[i][d] * dropout.factor(use, (first + i) * config.hidden() + d);
            }
        }
        return y;
    }

    private double[][] norm(String name, double[][] x) {
        return layerNorm(x, p.get(name + ".weight"), p.get(name + ".bias"), config.eps());
    }

    private double[][] affine(String name, double[][] x) {
        return linear(x, p.get(name + ".weight"), p.get(name + ".bias"));
    }
}
