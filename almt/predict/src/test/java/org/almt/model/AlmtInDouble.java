package org.almt.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.almt.core.Tensor;

/**
 * ALMT and all its variants in double, loop by loop, for one sample: the oracle. It reads options and parameter names
 * only. Rows are x[row][feature].
 */
final class AlmtInDouble {
    private final AlmtConfig config;
    private final Map<String, Object> options;
    private final Map<String, double[]> p = new LinkedHashMap<>();

    AlmtInDouble(AlmtModel model) {
        config = model.config();
        options = config.toMap();
        model.parameters().forEach((name, tensor) -> p.put(name, doubles(tensor.toArray())));
    }

    /** A parameter's numbers, to be changed. */
    double[] parameter(String name) {
        return p.get(name);
    }

    /** The mean squared error of a batch. */
    double loss(Tensor text, Tensor audio, Tensor vision, float[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double error = predict(rows(text, i), rows(audio, i), rows(vision, i)) - labels[i];
            sum += error * error / labels.length;
        }
        return sum;
    }

    double predict(double[][] text, double[][] audio, double[][] vision) {
        String modalities = option("modalities");
        double[][] l = embed("proj_l", text);
        double[][] a = modalities.contains("audio") ? embed("proj_a", audio) : null;
        double[][] v = modalities.contains("vision") ? embed("proj_v", vision) : null;

        List<double[][]> scales = new ArrayList<>();
        scales.add(add(l, first(table("l_encoder.pos_embedding"), l.length)));
        for (int j = 1; j < config.hyperDepth(); j++) {
            int layer = shares("language") ? 0 : j - 1;
            scales.add(block("l_encoder.encoder.layers." + layer + ".", scales.getLast(), scales.getLast()));
        }

        double[][] z;
        if (option("hyper").equals("concat") || option("guides").equals("none")) {
            z = scales.getLast();
            z = a == null ? z : stack(z, a);
            z = v == null ? z : stack(z, v);
        } else {
            z = first(table("h_hyper"), l.length);
            int firstGuided = -1;
            int firstUnguided = -1;
            for (int j = 0; j < config.hyperDepth(); j++) {
                if (guides(j + 1)) {
                    firstGuided = firstGuided < 0 ? j : firstGuided;
                    int layer = shares("hyper") ? firstGuided : j;
                    z = hyperLayer("h_hyper_layer.layers." + layer + ".0.", scales.get(j), a, v, z);
                } else {
                    firstUnguided = firstUnguided < 0 ? j : firstUnguided;
                    int layer = shares("hyper") ? firstUnguided : j;
                    String mlp = "h_hyper_layer.layers." + layer + ".0.mlp.";
                    z = add(z, feedForward(mlp, z));
                }
            }
        }
        double[] read = fuse(z, scales.getLast());
        double prediction = affine("regression_layer.0", new double[][] {read})[0][0];
        if (option("languageReadout").equals("none")) {
            return prediction;
        }
        double[][] normal = norm("language_readout.norm", new double[][] {mean(text)});
        return prediction + affine("language_readout.linear", normal)[0][0];
    }

    private double[][] embed(String name, double[][] frames) {
        double[][] x = affine(name + ".0", frames);
        if (option("modalityEmbedding").equals("false")) {
            return add(x, first(table(name + ".1.pos_embedding"), x.length));
        }
        double[][] rows = stack(table(name + ".1.extra_token"), x);
        rows = add(rows, first(table(name + ".1.pos_embedding"), rows.length));
        for (int i = 0; i < config.embeddingDepth(); i++) {
            rows = block(name + ".1.encoder.layers." + i + ".", rows, rows);
        }
        return first(rows, config.tokens());
    }

    private double[][] hyperLayer(String q, double[][] language, double[][] a, double[][] v, double[][] z) {
        double[][] l = norm(q + "norm1", language);
        double[][] answers = null;
        for (String m : new String[] {"ta", "tv"}) {
            double[][] other = m.equals("ta") ? a : v;
            if (other == null) {
                continue;
            }
            double[][] answer;
            if (option("hyper").equals("swapped")) {
                String asks = q + (m.equals("ta") ? "audio" : "vision");
                answer = attention(
                        times(norm(asks + ".norm", other), asks + ".to_q"), times(l, q + "to_k"),
                        times(l, asks + ".to_v"));
            } else {
                double[][] y = norm(q + (m.equals("ta") ? "norm2" : "norm3"), other);
                answer = attention(times(l, q + "fn.to_q"), times(y, q + "fn.to_k_" + m), times(y, q + "fn.to_v_" + m));
            }
            answers = answers == null ? answer : add(answers, answer);
        }
        String out = option("hyper").equals("swapped") ? "to_out" : "fn.to_out.0";
        return add(norm(q + "norm4", z), affine(q + out, answers));
    }

    private double[] fuse(double[][] hyper, double[][] language) {
        double[] h = mean(hyper);
        double[] l = mean(language);
        return switch (option("fusion")) {
            case "none" -> h;
            case "concat" -> join(h, l);
            case "add" -> add(new double[][] {h}, new double[][] {l})[0];
            case "gru" -> gru(stack(language, hyper));
            case "tensor" -> outer(h, l);
            case "low-rank" -> lowRank(h, l);
            case "transformer" -> transformer(hyper, language);
            default -> throw new AssertionError(option("fusion"));
        };
    }

    /** The last state of a gated recurrent unit, in PyTorch's form. */
    private double[] gru(double[][] x) {
        int d = config.width();
        double[] h = new double[d];
        for (double[] row : x) {
            double[] i = linear(new double[][] {row}, p.get("fusion_layer.gru.weight_ih_l0"),
                    p.get("fusion_layer.gru.bias_ih_l0"))[0];
            double[] r = linear(new double[][] {h}, p.get("fusion_layer.gru.weight_hh_l0"),
                    p.get("fusion_layer.gru.bias_hh_l0"))[0];
            double[] next = new double[d];
            for (int k = 0; k < d; k++) {
                double reset = sigmoid(i[k] + r[k]);
                double keep = sigmoid(i[d + k] + r[d + k]);
                next[k] = (1 - keep) * Math.tanh(i[2 * d + k] + reset * r[2 * d + k]) + keep * h[k];
            }
            h = next;
        }
        return h;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** (1; h) ⊗ (1; l), l the fastest. */
    private static double[] outer(double[] h, double[] l) {
        double[] one = {1};
        double[] x = join(one, h);
        double[] y = join(one, l);
        double[] product = new double[x.length * y.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = x[i / y.length] * y[i % y.length];
        }
        return product;
    }

    /** The outer product through the whole weight, sum over r of w_r F_hr ⊗ F_lr. */
    private double[] lowRank(double[] h, double[] l) {
        double[] product = outer(h, l);
        double[] ranks = p.get("fusion_layer.lmf.fusion_weights");
        double[] forHyper = p.get("fusion_layer.lmf.hyper_factor");
        double[] forLanguage = p.get("fusion_layer.lmf.language_factor");
        int n = h.length + 1;
        int d = config.width();
        double[] y = p.get("fusion_layer.lmf.fusion_bias").clone();
        for (int r = 0; r < ranks.length; r++) {
            for (int i = 0; i < product.length; i++) {
                for (int o = 0; o < d; o++) {
                    double weight = forHyper[(r * n + i / n) * d + o] * forLanguage[(r * n + i % n) * d + o];
                    y[o] += ranks[r] * weight * product[i];
                }
            }
        }
        return y;
    }

    private double[] transformer(double[][] hyper, double[][] language) {
        boolean hyperAsks = option("fusionQuery").equals("hyper");
        double[][] token = table("fusion_layer.extra_token");
        double[][] s = stack(token, hyperAsks ? language : hyper);
        double[][] t = stack(token, hyperAsks ? hyper : language);
        s = add(s, first(table("fusion_layer.pos_embedding_s"), s.length));
        t = add(t, first(table("fusion_layer.pos_embedding_t"), t.length));
        for (int i = 0; i < config.fusionDepth(); i++) {
            int layer = shares("fusion") ? 0 : i;
            t = block("fusion_layer.CrossTransformerEncoder.layers." + layer + ".", t, s);
        }
        return option("fusionReads").equals("token") ? t[0] : mean(t);
    }

    // ------------------------------------------------------------------ options

    private String option(String name) {
        return options.get(name).toString();
    }

    private boolean shares(String part) {
        return option("shared").equals("all") || option("shared").contains(part);
    }

    private boolean guides(int scale) {
        return option("guides").equals("all") || Arrays.asList(option("guides").split("\\+")).contains("" + scale);
    }

    // ------------------------------------------------------------------ layers

    private double[][] block(String q, double[][] target, double[][] source) {
        double[][] answer = attention(
                times(norm(q + "0.norm_q", target), q + "0.fn.to_q"),
                times(norm(q + "0.norm_k", source), q + "0.fn.to_k"),
                times(norm(q + "0.norm_v", source), q + "0.fn.to_v"));
        double[][] x = add(target, affine(q + "0.fn.to_out.0", answer));
        return add(x, feedForward(q + "1.", x));
    }

    private double[][] feedForward(String q, double[][] x) {
        return affine(q + "fn.net.3", map(affine(q + "fn.net.0", norm(q + "norm", x)), AlmtInDouble::gelu));
    }

    /** Concatenation over heads of softmax(q k^T / sqrt(width of a head)) v. */
    private double[][] attention(double[][] q, double[][] k, double[][] v) {
        int width = q[0].length / config.heads();
        double[][] y = new double[q.length][q[0].length];
        for (int from = 0; from < q[0].length; from += width) {
            for (int i = 0; i < q.length; i++) {
                double[] weights = new double[k.length];
                double total = 0;
                for (int j = 0; j < k.length; j++) {
                    double score = 0;
                    for (int e = from; e < from + width; e++) {
                        score += q[i][e] * k[j][e];
                    }
                    weights[j] = Math.exp(score / Math.sqrt(width));
                    total += weights[j];
                }
                for (int j = 0; j < k.length; j++) {
                    for (int e = from; e < from + width; e++) {
                        y[i][e] += weights[j] / total * v[j][e];
                    }
                }
            }
        }
        return y;
    }

    private double[][] norm(String name, double[][] x) {
        double[] gamma = p.get(name + ".weight");
        double[] beta = p.get(name + ".bias");
        double[][] y = new double[x.length][x[0].length];
        for (int row = 0; row < x.length; row++) {
            double mean = Arrays.stream(x[row]).average().orElseThrow();
            double variance = Arrays.stream(x[row]).map(e -> (e - mean) * (e - mean)).average().orElseThrow();
            for (int i = 0; i < gamma.length; i++) {
                y[row][i] = (x[row][i] - mean) / Math.sqrt(variance + 1e-5) * gamma[i] + beta[i];
            }
        }
        return y;
    }

    private double[][] affine(String name, double[][] x) {
        return linear(x, p.get(name + ".weight"), p.get(name + ".bias"));
    }

    private double[][] times(double[][] x, String name) {
        return linear(x, p.get(name + ".weight"), null);
    }

    private static double[][] linear(double[][] x, double[] weight, double[] bias) {
        int in = x[0].length;
        double[][] y = new double[x.length][weight.length / in];
        for (int row = 0; row < x.length; row++) {
            for (int o = 0; o < y[row].length; o++) {
                y[row][o] = bias == null ? 0 : bias[o];
                for (int i = 0; i < in; i++) {
                    y[row][o] += x[row][i] * weight[o * in + i];
                }
            }
        }
        return y;
    }

    private static double gelu(double x) {
        double z = x / Math.sqrt(2);
        double term = z; // erf z = 2/sqrt(pi) exp(-z²) (z + 2z³/3 + 4z⁵/15 + …)
        double sum = z;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= 2 * z * z / (2 * n + 1);
            sum += term;
        }
        return x / 2 * (1 + 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum);
    }

    // ------------------------------------------------------------------ rows

    private double[][] table(String name) {
        double[] values = p.get(name);
        double[][] rows = new double[values.length / config.width()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * config.width(), (i + 1) * config.width());
        }
        return rows;
    }

    private static double[][] rows(Tensor batch, int sample) {
        int count = batch.shape().size(1);
        int width = batch.shape().size(2);
        double[] values = doubles(batch.toArray());
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            int from = (sample * count + i) * width;
            rows[i] = Arrays.copyOfRange(values, from, from + width);
        }
        return rows;
    }

    private static double[][] first(double[][] rows, int count) {
        return Arrays.copyOf(rows, count);
    }

    private static double[][] stack(double[][] x, double[][] y) {
        double[][] rows = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, rows, x.length, y.length);
        return rows;
    }

    private static double[] join(double[] x, double[] y) {
        double[] both = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, both, x.length, y.length);
        return both;
    }

    private static double[][] add(double[][] x, double[][] y) {
        double[][] sum = new double[x.length][x[0].length];
        for (int row = 0; row < x.length; row++) {
            for (int i = 0; i < x[row].length; i++) {
                sum[row][i] = x[row][i] + y[row][i];
            }
        }
        return sum;
    }

    private static double[] mean(double[][] x) {
        double[] mean = new double[x[0].length];
        for (double[] row : x) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / x.length;
            }
        }
        return mean;
    }

    private static double[][] map(double[][] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(row -> Arrays.stream(row).map(f).toArray()).toArray(double[][]::new);
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
