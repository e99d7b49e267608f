package org.almt.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.baseline.BaselineConfig;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Models that ALMT is compared with, in libtorch, in the form of their public code: every row of every layer, and
 * libtorch's LSTM. They have the parameters and the loss of this project's models, and the loss is compared. B batch, L
 * rows, D width, H heads.
 */
final class RivalElsewhere {
    private static final double EPS = 1e-5;

    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, TensorOptional> wrapped = new LinkedHashMap<>();
    private final String model;
    private final BaselineConfig sizes;
    private final AdamW optimiser;
    private final Tensor text;
    private final Tensor audio;
    private final Tensor vision;
    private final Tensor labels;
    private final int batch;
    private Tensor ones;
    private Tensor classes;

    RivalElsewhere(
            String model, BaselineConfig sizes, Map<String, org.almt.core.Tensor> ours, Utterances samples,
            double rate, int threads) {
        torch.set_num_threads(threads);
        this.model = model;
        this.sizes = sizes;
        batch = samples.size();
        ours.forEach((name, tensor) -> {
            Tensor copy = Tensor.create(tensor.toArray(),
                    Arrays.stream(tensor.shape().toArray()).asLongStream().toArray());
            copy.set_requires_grad(true);
            parameters.put(name, copy);
            wrapped.put(name, new TensorOptional(copy));
        });
        text = Tensor.create(samples.text, batch, samples.textShape().length(), samples.textShape().width());
        audio = Tensor.create(samples.audio, batch, samples.audioShape().length(), samples.audioShape().width());
        vision = Tensor.create(samples.vision, batch, samples.visionShape().length(), samples.visionShape().width());
        labels = Tensor.create(samples.labels, batch, 1);
        optimiser = new AdamW(
                new TensorVector(parameters.values().toArray(Tensor[]::new)), new AdamWOptions(rate));
        if (model.equals("lnln")) {
            float[] one = new float[batch];
            Arrays.fill(one, 1);
            ones = Tensor.create(one, batch, 1);
            long[] rows = new long[2 * batch * sizes.size("tokens")];
            Arrays.fill(rows, 0, rows.length / 2, 1);
            classes = Tensor.create(rows, rows.length);
        }
    }

    /** A training step. Returns the loss before it. */
    float step() {
        try (PointerScope _ = new PointerScope()) {
            optimiser.zero_grad();
            Tensor loss = switch (model) {
                case "mult" -> mult();
                case "self-mm" -> selfMm();
                case "misa" -> misa();
                default -> lnln();
            };
            loss.backward();
            float value = loss.item_float();
            optimiser.step();
            return value;
        }
    }

    private Tensor of(String name) {
        Tensor found = parameters.get(name);
        if (found == null) {
            throw new IllegalStateException("our model has no parameter '" + name + "'");
        }
        return found;
    }

    private Tensor linear(Tensor x, String name) {
        return torch.linear(x, of(name + ".weight"), wrapped.get(name + ".bias"));
    }

    private Tensor norm(Tensor x, String name) {
        return torch.layer_norm(
                x, new long[] {x.size(-1)}, wrapped.get(name + ".weight"), wrapped.get(name + ".bias"), EPS, true);
    }

    private static Tensor cat(long axis, Tensor... parts) {
        return torch.cat(new TensorVector(parts), axis);
    }

    private static Tensor scaled(Tensor x, double by) {
        return x.mul(new Scalar(by));
    }

    /** [B, L, D] as [B, H, L, D / H]. */
    private static Tensor heads(Tensor x, long heads) {
        return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    /** softmax(q k^T / sqrt(E) + mask) v, [B, L, D]; the mask may be null. */
    private static Tensor attend(Tensor q, Tensor k, Tensor v, Tensor mask) {
        Tensor scores = torch.matmul(scaled(q, 1 / Math.sqrt(q.size(-1))), k.transpose(2, 3));
        Tensor shares = torch.softmax(mask == null ? scores : scores.add(mask), -1);
        Tensor mixed = torch.matmul(shares, v).transpose(1, 2);
        return mixed.reshape(mixed.size(0), mixed.size(1), mixed.size(2) * mixed.size(3));
    }

    // ------------------------------------------------------------------ MulT

    private Tensor mult() {
        Tensor l = convolved(text, "proj_l");
        Tensor a = convolved(audio, "proj_a");
        Tensor v = convolved(vision, "proj_v");
        Tensor h = cat(1, last(l, a, v, "l", "a", "v"), last(a, l, v, "a", "l", "v"), last(v, l, a, "v", "l", "a"));
        Tensor more = linear(torch.relu(linear(h, "proj1")), "proj2");
        return torch.l1_loss(linear(h.add(more), "out_layer"), labels);
    }

    private Tensor convolved(Tensor x, String name) {
        return parameters.containsKey(name + ".weight")
                ? torch.conv1d(x.transpose(1, 2), of(name + ".weight")).transpose(1, 2)
                : x;
    }

    private Tensor last(Tensor x, Tensor one, Tensor other, String of, String first, String second) {
        Tensor joined = cat(2, encoder(x, one, "trans_" + of + "_with_" + first, sizes.size("levels")),
                encoder(x, other, "trans_" + of + "_with_" + second, sizes.size("levels")));
        Tensor memory = encoder(joined, joined, "trans_" + of + "_mem", Math.max(3, sizes.size("levels")));
        return memory.select(1, memory.size(1) - 1);
    }

    private Tensor encoder(Tensor x, Tensor source, String name, int layers) {
        boolean itself = x == source;
        double scale = Math.sqrt(x.size(2));
        Tensor y = scaled(x, scale);
        Tensor keys = itself ? y : scaled(source, scale);
        Tensor mask = mask(x.size(1), keys.size(1));
        for (int i = 0; i < layers; i++) {
            String layer = name + ".layers." + i;
            Tensor asks = norm(y, layer + ".layer_norms.0");
            Tensor answers = itself ? asks : norm(keys, layer + ".layer_norms.0");
            y = y.add(attention(asks, answers, layer + ".self_attn", sizes.size("heads"), mask));
            Tensor hidden = torch.relu(linear(norm(y, layer + ".layer_norms.1"), layer + ".fc1"));
            y = y.add(linear(hidden, layer + ".fc2"));
        }
        return norm(y, name + ".layer_norm");
    }

    private Tensor attention(Tensor x, Tensor source, String name, long heads, Tensor mask) {
        long width = x.size(2);
        Tensor weight = of(name + ".in_proj_weight");
        Tensor bias = of(name + ".in_proj_bias");
        Tensor[] parts = new Tensor[3];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = heads(torch.linear(i == 0 ? x : source, weight.narrow(0, i * width, width),
                    new TensorOptional(bias.narrow(0, i * width, width))), heads);
        }
        return linear(attend(parts[0], parts[1], parts[2], mask), name + ".out_proj");
    }

    private static Tensor mask(long queries, long keys) {
        float[] scores = new float[(int) (queries * keys)];
        long ahead = Math.abs(keys - queries);
        for (int i = 0; i < queries; i++) {
            for (long j = i + ahead + 1; j < keys; j++) {
                scores[(int) (i * keys + j)] = Float.NEGATIVE_INFINITY;
            }
        }
        return Tensor.create(scores, queries, keys);
    }

    // ------------------------------------------------------------------ Self-MM, in its first epoch

    private Tensor selfMm() {
        Tensor t = text.select(1, 0);
        Tensor a = linear(lstm(audio, "audio_model.rnn", false).get1().select(0, 0), "audio_model.linear_1");
        Tensor v = linear(lstm(vision, "video_model.rnn", false).get1().select(0, 0), "video_model.linear_1");
        Tensor loss = torch.l1_loss(head(cat(1, t, a, v), "fusion"), labels);
        Map<String, Tensor> alone = Map.of("text", t, "audio", a, "video", v);
        for (Map.Entry<String, Tensor> one : alone.entrySet()) {
            Tensor apart = torch.abs(head(one.getValue(), one.getKey()).sub(labels));
            loss = loss.add(scaled(apart, 0).mean()); // labels are still the annotated ones
        }
        return loss;
    }

    private Tensor head(Tensor x, String name) {
        Tensor f = torch.relu(linear(x, "post_" + name + "_layer_1"));
        return linear(torch.relu(linear(f, "post_" + name + "_layer_2")), "post_" + name + "_layer_3");
    }

    private T_TensorTensorTensor_T lstm(Tensor x, String name, boolean bothDirections) {
        List<Tensor> weights = new ArrayList<>();
        for (String end : bothDirections ? new String[] {"_l0", "_l0_reverse"} : new String[] {"_l0"}) {
            for (String kind : new String[] {".weight_ih", ".weight_hh", ".bias_ih", ".bias_hh"}) {
                weights.add(of(name + kind + end));
            }
        }
        long width = weights.get(1).size(1);
        int directions = bothDirections ? 2 : 1;
        float[] zeros = new float[(int) (directions * x.size(0) * width)];
        TensorVector start = new TensorVector(
                Tensor.create(zeros, directions, x.size(0), width), Tensor.create(zeros, directions, x.size(0), width));
        return torch.lstm(x, start, new TensorVector(weights.toArray(Tensor[]::new)), true, 1, 0, true,
                bothDirections, true);
    }

    // ------------------------------------------------------------------ MISA

    private Tensor misa() {
        Tensor[] utterances = {text.mean(1), sequence(vision, "v"), sequence(audio, "a")};
        String[] letters = {"t", "v", "a"};
        Tensor[] own = new Tensor[3];
        Tensor[] shared = new Tensor[3];
        Tensor recovered = null;
        for (int m = 0; m < 3; m++) {
            String project = "project_" + letters[m] + ".project_" + letters[m];
            Tensor o = norm(torch.relu(linear(utterances[m], project)), project + "_layer_norm");
            own[m] = torch
                    .sigmoid(linear(o, "private_" + letters[m] + ".private_" + letters[m] + (m == 2 ? "_3" : "_1")));
            shared[m] = torch.sigmoid(linear(o, "shared.shared_1"));
            Tensor r = linear(own[m].add(shared[m]), "recon_" + letters[m] + ".recon_" + letters[m] + "_1");
            Tensor error = torch.mse_loss(r, o);
            recovered = recovered == null ? error : recovered.add(error);
        }
        long width = own[0].size(1);
        Tensor rows = cat(1, own[0], own[1], own[2], shared[0], shared[1], shared[2]).reshape(batch, 6, width);
        Tensor fused = encoderLayer(rows, "transformer_encoder.layers.0").reshape(batch, 6 * width);
        Tensor y = linear(torch.relu(linear(fused, "fusion.fusion_layer_1")), "fusion.fusion_layer_3");
        Tensor difference = overlap(own[0], shared[0]).add(overlap(own[1], shared[1])).add(overlap(own[2], shared[2]))
                .add(overlap(own[2], own[0])).add(overlap(own[2], own[1])).add(overlap(own[0], own[1]));
        Tensor similarity = moments(shared[0], shared[1]).add(moments(shared[0], shared[2]))
                .add(moments(shared[2], shared[1]));
        return torch.mse_loss(y, labels).add(scaled(difference, sizes.number("differenceWeight")))
                .add(scaled(similarity, sizes.number("similarityWeight") / 3))
                .add(scaled(recovered, sizes.number("reconstructionWeight") / 3));
    }

    private Tensor sequence(Tensor frames, String letter) {
        Tensor read = frames.narrow(1, 0, text.size(1));
        T_TensorTensorTensor_T one = lstm(read, letter + "rnn1", true);
        T_TensorTensorTensor_T two = lstm(norm(one.get0(), letter + "layer_norm"), letter + "rnn2", true);
        return cat(1, one.get1().select(0, 0), two.get1().select(0, 0), one.get1().select(0, 1),
                two.get1().select(0, 1));
    }

    private Tensor encoderLayer(Tensor x, String name) {
        Tensor y = norm(x.add(attention(x, x, name + ".self_attn", 2, null)), name + ".norm1");
        return norm(y.add(linear(torch.relu(linear(y, name + ".linear1")), name + ".linear2")), name + ".norm2");
    }

    private static Tensor overlap(Tensor x, Tensor y) {
        Tensor product = torch.matmul(unit(x).transpose(0, 1), unit(y));
        return product.mul(product).mean();
    }

    private static Tensor unit(Tensor x) {
        Tensor centred = x.sub(x.mean(0));
        Tensor size = torch.sqrt(centred.mul(centred).sum(1)).detach().add(new Scalar(1e-6));
        return centred.div(size.reshape(size.size(0), 1));
    }

    private static Tensor moments(Tensor x, Tensor y) {
        Tensor cx = x.sub(x.mean(0));
        Tensor cy = y.sub(y.mean(0));
        Tensor sum = size(x.mean(0).sub(y.mean(0)));
        Tensor px = cx;
        Tensor py = cy;
        for (int k = 2; k <= 5; k++) {
            px = px.mul(cx);
            py = py.mul(cy);
            sum = sum.add(size(px.mean(0).sub(py.mean(0))));
        }
        return sum;
    }

    private static Tensor size(Tensor x) {
        return torch.sqrt(x.mul(x).sum());
    }

    // ------------------------------------------------------------------ LNLN, of which nothing is missing

    private Tensor lnln() {
        long tokens = sizes.size("tokens");
        Tensor l = embedded(text, "proj_l", tokens);
        Tensor a = embedded(audio, "proj_a", tokens);
        Tensor v = embedded(vision, "proj_v", tokens);
        Tensor complete = cat(1, embedded(audio, "proj_a", tokens), embedded(vision, "proj_v", tokens),
                embedded(text, "proj_l", tokens)); // both the incomplete and the complete copy are computed
        Tensor token = transformer(l, "completeness_check.0", 1, sizes.size("completenessDepth")).select(1, 0);
        Tensor w = torch.sigmoid(linear(leaky(linear(token, "completeness_check.1.0")), "completeness_check.1.2"));
        Tensor start = of("h_p").expand(batch, tokens, l.size(2));
        Tensor p = transformer(cat(1, start, a, v), "proxy_dominate_modality_generator", tokens,
                sizes.size("proxyDepth")).narrow(1, 0, tokens);
        Tensor reversed = scaled(p.detach(), 2).sub(p);
        Tensor there = w.reshape(batch, 1, 1);
        Tensor corrected = scaled(there, -1).add(new Scalar(1)).mul(reversed).add(there.mul(l));
        List<Tensor> scales = new ArrayList<>();
        scales.add(corrected.add(of("dmml.0.pos_embedding")));
        for (int i = 0; i < sizes.size("scalesDepth"); i++) {
            scales.add(block(scales.getLast(), scales.getLast(), "dmml.0.encoder.layers." + i));
        }
        Tensor hyper = of("h_hyper").expand(batch, tokens, l.size(2));
        for (int i = 0; i < sizes.size("hyperDepth"); i++) {
            hyper = hyperLayer(scales.get(i), a, v, hyper, "dmml.1.layers." + i + ".0");
        }
        Tensor extra = of("dmml.2.extra_token").expand(batch, 1, l.size(2));
        Tensor source = cat(1, extra, hyper).add(of("dmml.2.pos_embedding_s"));
        Tensor target = cat(1, extra, scales.getLast()).add(of("dmml.2.pos_embedding_t"));
        for (int i = 0; i < sizes.size("fusionDepth"); i++) {
            target = block(target, source, "dmml.2.CrossTransformerEncoder.layers." + i);
        }
        Tensor y = linear(target.narrow(1, 1, tokens).mean(1), "dmml.3");
        Tensor recovered = cat(1, transformer(a, "reconstructor.0", 0, sizes.size("reconstructorDepth")),
                transformer(v, "reconstructor.1", 0, sizes.size("reconstructorDepth")),
                transformer(l, "reconstructor.2", 0, sizes.size("reconstructorDepth")));
        Tensor rows = cat(0, corrected.reshape(-1, l.size(2)),
                complete.narrow(1, 2 * tokens, tokens).reshape(-1, l.size(2)));
        Tensor logits = linear(leaky(linear(rows, "effective_discriminator.0")), "effective_discriminator.2");
        return scaled(torch.mse_loss(w, ones), sizes.number("completenessWeight"))
                .add(scaled(torch.cross_entropy_loss(logits, classes), sizes.number("discriminatorWeight")))
                .add(scaled(torch.mse_loss(recovered, complete), sizes.number("reconstructionWeight")))
                .add(scaled(torch.mse_loss(y, labels), sizes.number("sentimentWeight")));
    }

    private static Tensor leaky(Tensor x) {
        return torch.leaky_relu(x, new Scalar(0.1));
    }

    private Tensor embedded(Tensor x, String name, long tokens) {
        return transformer(linear(x, name + ".0"), name + ".1", tokens, sizes.size("embeddingDepth"))
                .narrow(1, 0, tokens);
    }

    private Tensor transformer(Tensor rows, String name, long tokens, int depth) {
        Tensor x = tokens == 0
                ? rows
                : cat(1, of(name + ".extra_token").expand(batch, tokens, rows.size(2)), rows);
        x = x.add(of(name + ".pos_embedding"));
        for (int i = 0; i < depth; i++) {
            x = block(x, x, name + ".encoder.layers." + i);
        }
        return x;
    }

    private Tensor block(Tensor target, Tensor source, String name) {
        Tensor q = heads(torch.linear(norm(target, name + ".0.norm_q"), of(name + ".0.fn.to_q.weight")),
                sizes.size("heads"));
        Tensor k = heads(torch.linear(norm(source, name + ".0.norm_k"), of(name + ".0.fn.to_k.weight")),
                sizes.size("heads"));
        Tensor v = heads(torch.linear(norm(source, name + ".0.norm_v"), of(name + ".0.fn.to_v.weight")),
                sizes.size("heads"));
        Tensor x = linear(attend(q, k, v, null), name + ".0.fn.to_out.0").add(target);
        Tensor inner = torch.gelu(linear(norm(x, name + ".1.norm"), name + ".1.fn.net.0"));
        return linear(inner, name + ".1.fn.net.3").add(x);
    }

    private Tensor hyperLayer(Tensor language, Tensor a, Tensor v, Tensor hyper, String name) {
        Tensor q = hyperHeads(norm(language, name + ".norm1"), name, "to_q");
        Tensor na = norm(a, name + ".norm2");
        Tensor nv = norm(v, name + ".norm3");
        Tensor mixed = attend(q, hyperHeads(na, name, "to_k_ta"), hyperHeads(na, name, "to_v_ta"), null)
                .add(attend(q, hyperHeads(nv, name, "to_k_tv"), hyperHeads(nv, name, "to_v_tv"), null));
        return norm(hyper, name + ".norm4").add(linear(mixed, name + ".fn.to_out.0"));
    }

    private Tensor hyperHeads(Tensor x, String name, String which) {
        return heads(torch.linear(x, of(name + ".fn." + which + ".weight")), sizes.size("heads"));
    }
}
