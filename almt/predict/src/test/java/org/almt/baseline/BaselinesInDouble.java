package org.almt.baseline;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.almt.core.Tensor;

/**
 * TFN, LMF and MulT in double, loop by loop, in training without dropout: the oracle. It reads the configuration's
 * numbers and parameter names only. Sequences are x[row][feature], batches of vectors x[sample][feature].
 */
final class BaselinesInDouble {
    private final BaselineConfig config;
    private final Map<String, double[]> p = new LinkedHashMap<>();

    BaselinesInDouble(BaselineConfig config, FeatureModel model) {
        this.config = config;
        model.parameters().forEach((name, tensor) -> p.put(name, doubles(tensor)));
    }

    /** A parameter's numbers, to be changed. */
    double[] parameter(String name) {
        return p.get(name);
    }

    double[] predict(Tensor text, Tensor audio, Tensor vision) {
        return switch (config.architecture()) {
            case "tfn" -> tfn(text, audio, vision);
            case "lmf" -> lmf(text, audio, vision);
            case "mult" -> mult(text, audio, vision);
            default -> throw new IllegalArgumentException(config.architecture());
        };
    }

    // ------------------------------------------------------------------ TFN and LMF

    private double[] tfn(Tensor text, Tensor audio, Tensor vision) {
        double[][] a = subnet("audio_subnet.", audio);
        double[][] v = subnet("video_subnet.", vision);
        double[][] t = textSubnet(text);
        double[] y = new double[a.length];
        for (int b = 0; b < y.length; b++) {
            int at = 0;
            double[] z = new double[(a[b].length + 1) * (v[b].length + 1) * (t[b].length + 1)];
            for (double x1 : withOne(a[b])) {
                for (double x2 : withOne(v[b])) {
                    for (double x3 : withOne(t[b])) {
                        z[at++] = x1 * x2 * x3;
                    }
                }
            }
            double[] h = map(affine("post_fusion_layer_1", z), x -> Math.max(0, x));
            h = map(affine("post_fusion_layer_2", h), x -> Math.max(0, x));
            double c = (int) config.toMap().get("outputLimit");
            y[b] = sigmoid(affine("post_fusion_layer_3", h)[0]) * 2 * c - c;
        }
        return y;
    }

    private double[] lmf(Tensor text, Tensor audio, Tensor vision) {
        double[][] a = subnet("audio_subnet.", audio);
        double[][] v = subnet("video_subnet.", vision);
        double[][] t = textSubnet(text);
        double[] y = new double[a.length];
        for (int b = 0; b < y.length; b++) {
            y[b] = p.get("fusion.fusion_bias")[0];
            for (int r = 0; r < p.get("fusion.fusion_weights").length; r++) {
                y[b] += p.get("fusion.fusion_weights")[r] * projected("audio", r, a[b]) * projected("video", r, v[b])
                        * projected("text", r, t[b]);
            }
        }
        return y;
    }

    private double projected(String modality, int r, double[] x) {
        double[] one = withOne(x);
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * p.get("fusion." + modality + "_factor")[r * one.length + i];
        }
        return sum;
    }

    private static double[] withOne(double[] x) {
        double[] one = new double[x.length + 1];
        one[0] = 1;
        System.arraycopy(x, 0, one, 1, x.length);
        return one;
    }

    private double[][] subnet(String prefix, Tensor frames) {
        int batch = frames.shape().size(0);
        int width = frames.shape().size(2);
        double[][] x = new double[batch][width];
        for (int b = 0; b < batch; b++) {
            double[][] rows = rows(frames, b);
            for (double[] row : rows) {
                for (int j = 0; j < width; j++) {
                    x[b][j] += row[j] / rows.length;
                }
            }
        }
        for (int j = 0; j < width; j++) {
            double mean = 0;
            for (double[] row : x) {
                mean += row[j] / batch;
            }
            double variance = 0;
            for (double[] row : x) {
                variance += (row[j] - mean) * (row[j] - mean) / batch;
            }
            for (double[] row : x) {
                row[j] = (row[j] - mean) / Math.sqrt(variance + 1e-5) * p.get(prefix + "norm.weight")[j]
                        + p.get(prefix + "norm.bias")[j];
            }
        }
        for (int layer = 1; layer <= 3; layer++) {
            for (int b = 0; b < batch; b++) {
                x[b] = map(affine(prefix + "linear_" + layer, x[b]), z -> Math.max(0, z));
            }
        }
        return x;
    }

    private double[][] textSubnet(Tensor tokens) {
        double[][] result = new double[tokens.shape().size(0)][];
        String rnn = "text_subnet.rnn.";
        int width = p.get(rnn + "bias_hh_l0").length / 4;
        for (int b = 0; b < result.length; b++) {
            double[] h = new double[width];
            double[] c = new double[width];
            for (double[] x : rows(tokens, b)) {
                double[] in = affine(x, p.get(rnn + "weight_ih_l0"), p.get(rnn + "bias_ih_l0"));
                double[] hidden = affine(h, p.get(rnn + "weight_hh_l0"), p.get(rnn + "bias_hh_l0"));
                for (int j = 0; j < width; j++) {
                    double i = sigmoid(in[j] + hidden[j]);
                    double f = sigmoid(in[width + j] + hidden[width + j]);
                    double g = Math.tanh(in[2 * width + j] + hidden[2 * width + j]);
                    double o = sigmoid(in[3 * width + j] + hidden[3 * width + j]);
                    c[j] = f * c[j] + i * g;
                    h[j] = o * Math.tanh(c[j]);
                }
            }
            result[b] = affine("text_subnet.linear_1", h);
        }
        return result;
    }

    // ------------------------------------------------------------------ MulT

    private double[] mult(Tensor text, Tensor audio, Tensor vision) {
        double[] y = new double[text.shape().size(0)];
        for (int b = 0; b < y.length; b++) {
            double[][] l = convolved("proj_l", rows(text, b));
            double[][] a = convolved("proj_a", rows(audio, b));
            double[][] v = convolved("proj_v", rows(vision, b));
            double[] h = beside(
                    beside(last("l", encoded("trans_l_with_a", l, a), encoded("trans_l_with_v", l, v)),
                            last("a", encoded("trans_a_with_l", a, l), encoded("trans_a_with_v", a, v))),
                    last("v", encoded("trans_v_with_l", v, l), encoded("trans_v_with_a", v, a)));
            double[] more = affine("proj2", map(affine("proj1", h), x -> Math.max(0, x)));
            y[b] = affine("out_layer", add(h, more))[0];
        }
        return y;
    }

    private double[] last(String modality, double[][] one, double[][] other) {
        double[][] both = new double[one.length][];
        for (int i = 0; i < both.length; i++) {
            both[i] = beside(one[i], other[i]);
        }
        double[][] h = encoded("trans_" + modality + "_mem", both, null);
        return h[h.length - 1];
    }

    private double[][] convolved(String name, double[][] x) {
        double[] weight = p.get(name + ".weight");
        if (weight == null) {
            return x;
        }
        int width = (int) config.toMap().get("width");
        int in = x[0].length;
        int window = weight.length / (width * in);
        double[][] y = new double[x.length - window + 1][width];
        for (int t = 0; t < y.length; t++) {
            for (int o = 0; o < width; o++) {
                for (int k = 0; k < window; k++) {
                    for (int i = 0; i < in; i++) {
                        y[t][o] += weight[(o * in + i) * window + k] * x[t + k][i];
                    }
                }
            }
        }
        return y;
    }

    private double[][] encoded(String name, double[][] x, double[][] other) {
        double scale = Math.sqrt(x[0].length);
        double[][] y = scaled(x, scale);
        double[][] source = other == null ? null : scaled(other, scale);
        for (int i = 0; p.containsKey(name + ".layers." + i + ".fc1.weight"); i++) {
            String layer = name + ".layers." + i + ".";
            double[][] queries = normed(layer + "layer_norms.0", y);
            double[][] keys = source == null ? queries : normed(layer + "layer_norms.0", source);
            double[][] attended = attention(layer + "self_attn.", queries, keys);
            for (int row = 0; row < y.length; row++) {
                y[row] = add(y[row], attended[row]);
                double[] normed = normed(layer + "layer_norms.1", new double[][] {y[row]})[0];
                y[row] = add(y[row], affine(layer + "fc2", map(affine(layer + "fc1", normed), z -> Math.max(0, z))));
            }
        }
        return normed(name + ".layer_norm", y);
    }

    private double[][] attention(String prefix, double[][] queries, double[][] keys) {
        int width = queries[0].length;
        int heads = (int) config.toMap().get("heads");
        int size = width / heads;
        int ahead = Math.abs(queries.length - keys.length);
        double[][] out = new double[queries.length][];
        for (int i = 0; i < out.length; i++) {
            double[] q = third(prefix, 0, queries[i]);
            int seen = Math.min(keys.length, i + ahead + 1);
            double[] mixed = new double[width];
            for (int h = 0; h < heads; h++) {
                double[] weights = new double[seen];
                for (int j = 0; j < seen; j++) {
                    double[] k = third(prefix, 1, keys[j]);
                    for (int e = h * size; e < (h + 1) * size; e++) {
                        weights[j] += q[e] * k[e] / Math.sqrt(size);
                    }
                    weights[j] = Math.exp(weights[j]);
                }
                double total = Arrays.stream(weights).sum();
                for (int j = 0; j < seen; j++) {
                    double[] v = third(prefix, 2, keys[j]);
                    for (int e = h * size; e < (h + 1) * size; e++) {
                        mixed[e] += weights[j] / total * v[e];
                    }
                }
            }
            out[i] = affine(prefix + "out_proj", mixed);
        }
        return out;
    }

    private double[] third(String prefix, int index, double[] x) {
        int d = x.length;
        return affine(
                x, Arrays.copyOfRange(p.get(prefix + "in_proj_weight"), index * d * d, (index + 1) * d * d),
                Arrays.copyOfRange(p.get(prefix + "in_proj_bias"), index * d, (index + 1) * d));
    }

    private double[][] normed(String name, double[][] x) {
        double[][] y = new double[x.length][];
        for (int row = 0; row < x.length; row++) {
            double mean = Arrays.stream(x[row]).average().orElseThrow();
            double variance = Arrays.stream(x[row]).map(z -> (z - mean) * (z - mean)).average().orElseThrow();
            y[row] = new double[x[row].length];
            for (int j = 0; j < y[row].length; j++) {
                y[row][j] = (x[row][j] - mean) / Math.sqrt(variance + 1e-5) * p.get(name + ".weight")[j]
                        + p.get(name + ".bias")[j];
            }
        }
        return y;
    }

    // ------------------------------------------------------------------ vectors

    private double[] affine(String name, double[] x) {
        return affine(x, p.get(name + ".weight"), p.get(name + ".bias"));
    }

    private static double[] affine(double[] x, double[] weight, double[] bias) {
        double[] y = bias.clone();
        for (int o = 0; o < y.length; o++) {
            for (int i = 0; i < x.length; i++) {
                y[o] += weight[o * x.length + i] * x[i];
            }
        }
        return y;
    }

    private static double[][] scaled(double[][] x, double scale) {
        return Arrays.stream(x).map(row -> map(row, z -> z * scale)).toArray(double[][]::new);
    }

    private static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    private static double[] add(double[] x, double[] y) {
        double[] z = x.clone();
        for (int i = 0; i < z.length; i++) {
            z[i] += y[i];
        }
        return z;
    }

    private static double[] beside(double[] x, double[] y) {
        double[] z = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, z, x.length, y.length);
        return z;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] doubles(Tensor tensor) {
        float[] values = tensor.toArray();
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** Sample b of [B, L, d]. */
    private static double[][] rows(Tensor x, int b) {
        int length = x.shape().size(1);
        int width = x.shape().size(2);
        double[] all = doubles(x);
        double[][] rows = new double[length][];
        for (int i = 0; i < length; i++) {
            rows[i] = Arrays.copyOfRange(all, (b * length + i) * width, (b * length + i + 1) * width);
        }
        return rows;
    }
}
