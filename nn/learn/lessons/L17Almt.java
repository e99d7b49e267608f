/// # 17. A paper in one file: ALMT
///
/// 25 minutes. After lesson 10.
///
/// **The trap.** A re-implementation of a paper is "about right": it trains, and its numbers are near. Some errors do
/// not show: a norm on the wrong side of a sum, a forgotten position, a scale of sqrt(128) instead of sqrt(64).
/// **Naive:** compare the accuracy. **Right:** compare every bit of the output and of all gradients, on the same
/// weights and inputs.
///
/// ALMT (Zhang et al., EMNLP 2023) reads sentiment from language, voice and face. Language makes the queries; audio and
/// vision answer them. The answers build a *hyper-modality*, which contains little that contradicts the words. The
/// program below is the whole model. It follows the equations and uses `core` alone. Its weights are those of the
/// engine's `AlmtModel`, by name.

import static org.almt.core.op.Ops.*;

import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.learn.Hash;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.Initialiser;

static final int TOKENS = 8;
static final int HEADS = 8;

/** The parameters by name: the only state. */
static Map<String, Tensor> p;

static Tensor affine(String name, Tensor x) {
    return linear(x, p.get(name + ".weight"), p.get(name + ".bias")); // without a bias where there is no such name
}

static Tensor norm(String name, Tensor x) {
    return layerNorm(x, p.get(name + ".weight"), p.get(name + ".bias"), 1e-5f);
}

/** softmax(Q K^T / sqrt E) V; E is the width of a head. */
static Tensor attend(Tensor q, Tensor k, Tensor v) {
    return attention(q, k, v, HEADS, (float) (1 / Math.sqrt(q.shape().width() / HEADS)));
}

/** One Transformer block: target [B, N, D] reads source [B, M, D]. */
static Tensor block(String name, Tensor target, Tensor source) {
    Tensor q = affine(name + ".0.fn.to_q", norm(name + ".0.norm_q", target));
    Tensor k = affine(name + ".0.fn.to_k", norm(name + ".0.norm_k", source));
    Tensor v = affine(name + ".0.fn.to_v", norm(name + ".0.norm_v", source));
    Tensor x = add(target, affine(name + ".0.fn.to_out.0", attend(q, k, v)));
    Tensor hidden = gelu(affine(name + ".1.fn.net.0", norm(name + ".1.norm", x)));
    return add(x, affine(name + ".1.fn.net.3", hidden));
}

/** Equation (1): eight learned tokens read the frames u [B, L, F] of a modality. */
static Tensor embed(String name, Tensor u) {
    Tensor token = p.get(name + ".1.extra_token");
    Tensor rows = concat(1, expand(token, u.shape().size(0), TOKENS, token.shape().width()), affine(name + ".0", u));
    rows = add(rows, p.get(name + ".1.pos_embedding"));
    return slice(block(name + ".1.encoder.layers.0", rows, rows), 1, 0, TOKENS);
}

/** Equations (3) to (5): a scale of language asks audio and vision. */
static Tensor adapt(String name, Tensor language, Tensor audio, Tensor vision, Tensor hyper) {
    Tensor a = norm(name + ".norm2", audio);
    Tensor v = norm(name + ".norm3", vision);
    Tensor q = affine(name + ".fn.to_q", norm(name + ".norm1", language));
    Tensor fromAudio = attend(q, affine(name + ".fn.to_k_ta", a), affine(name + ".fn.to_v_ta", a)); // alpha V_a
    Tensor fromVision = attend(q, affine(name + ".fn.to_k_tv", v), affine(name + ".fn.to_v_tv", v)); // beta V_v
    return add(norm(name + ".norm4", hyper), affine(name + ".fn.to_out.0", add(fromAudio, fromVision)));
}

/** A token is put before the rows, and positions are added. */
static Tensor withToken(Tensor rows, String positions) {
    Tensor token = p.get("fusion_layer.extra_token");
    Tensor first = expand(token, rows.shape().size(0), 1, rows.shape().width());
    return add(concat(1, first, rows), p.get("fusion_layer.pos_embedding_" + positions));
}

/** text, audio and vision [B, L, F] to the sentiment [B, 1]. */
static Tensor almt(Tensor text, Tensor audio, Tensor vision) {
    Tensor v = embed("proj_v", vision);
    Tensor a = embed("proj_a", audio);
    Tensor l = embed("proj_l", text); // [B, 8, 128]

    List<Tensor> scales = new ArrayList<>(List.of(add(l, p.get("l_encoder.pos_embedding")))); // (2)
    for (int j = 0; j < 2; j++) {
        scales.add(block("l_encoder.encoder.layers." + j, scales.getLast(), scales.getLast()));
    }
    Tensor hyper = expand(p.get("h_hyper"), l.shape().toArray());
    for (int j = 0; j < 3; j++) {
        hyper = adapt("h_hyper_layer.layers." + j + ".0", scales.get(j), a, v, hyper);
    }

    Tensor target = withToken(scales.getLast(), "t");
    Tensor source = withToken(hyper, "s");
    for (int j = 0; j < 2; j++) {
        target = block("fusion_layer.CrossTransformerEncoder.layers." + j, target, source);
    }
    return affine("regression_layer.0", reshape(slice(target, 1, 0, 1), -1, 128)); // the token's row
}

void main() {
    AlmtModel model = AlmtModel.initialised(Preset.MOSI_PAPER.config(), 17);
    p = model.parameters();
    RandomStream random = new RandomStream(17, 0);
    Tensor text = Tensor.zeros(2, 50, 768);
    Tensor audio = Tensor.zeros(2, 50, 5);
    Tensor vision = Tensor.zeros(2, 50, 20);
    for (Tensor input : List.of(text, audio, vision)) {
        Initialiser.normal(1).fill(input, random);
    }
    IO.println("%,d parameters in %d tensors".formatted(model.parameterCount(), p.size()));

    Tensor theirs = model.forward(text, audio, vision);
    sum(theirs).backward();
    String gradients = gradients();
    p.values().forEach(Tensor::zeroGrad);
    Tensor ours = almt(text, audio, vision);
    sum(ours).backward();
    IO.println("AlmtModel:   sentiment %s, gradients %s".formatted(Arrays.toString(theirs.toArray()), gradients));
    IO.println("in one file: sentiment %s, gradients %s".formatted(Arrays.toString(ours.toArray()), gradients()));

    Map<String, Double> parts = new LinkedHashMap<>();
    p.forEach((name, tensor) -> parts.merge(name.replaceAll("\\..*", ""), 1.0 * tensor.shape().count(), Double::sum));
    Charts.bars("Parameters of the parts of ALMT", parts).write("L17Almt");
}

static String gradients() {
    return Hash.of(p.values().stream().map(tensor -> tensor.gradOrZeros().toArray()).toArray(float[][]::new));
}

/// ## Exercise
///
/// Write one adaptive layer for a single head, from equations (3) to (5):
/// [E17Almt](../src/test/java/org/almt/learn/exercise/E17Almt.java). Run `nn/learn/learn test 17`.
///
/// ## Read on
///
/// [AlmtModel](../../../almt/predict/src/main/java/org/almt/model/AlmtModel.java) is the same model in layers.
/// [FoldedAlmt](../../../almt/predict/src/main/java/org/almt/model/FoldedAlmt.java) is the same function with a
/// fraction of the work. The paper: <https://aclanthology.org/2023.emnlp-main.49/>.
/// ![ALMT with the shapes of CMU-MOSI](../../../almt/docs/almt.svg)
