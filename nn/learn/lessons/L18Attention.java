/// # 18. Does attention explain?
///
/// 20 minutes. After lesson 10.
///
/// **The trap.** Attention weights are positive and add up to 1. So it is tempting to show them as reasons. But a
/// weight says how much of a row was read, not how it was used. Two rows with equal weight may pull in opposite
/// directions.
///
/// **Naive:** read the weights. **Right:** measure what changes the answer, with gradient times input or by setting a
/// row to 0. And test the method on data whose truth is known. A row of zeros still takes its share of softmax, so
/// setting a row to 0 is not the same as leaving it out. The program does not show whether gradient times input is
/// better for this reason.
///
/// The data have ten rows. Three rows carry a value, positive or negative; the others are noise. The label is the sum
/// of the three values, so the true contribution of each row is known. A network with one attention layer learns it.

import static org.almt.core.op.Ops.*;

import java.util.stream.IntStream;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.learn.Canvas;
import org.almt.learn.Canvas.Colour;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.almt.nn.layer.Linear;
import org.almt.nn.optim.AdamW;

static final int BATCH = 64;
static final int ROWS = 10;
static final int WIDTH = 8;

static final class Net extends Layer {
    private final Linear keys = child("keys", new Linear(WIDTH, 16));
    private final Linear values = child("values", new Linear(WIDTH, 16));
    private final Tensor query = parameter("query", Initialiser.normal(0.3), 1, 16);
    private final Linear out = child("out", new Linear(16, 1));

    /** How much of each row is read, [B, 1, ROWS]. */
    Tensor weights(Tensor x) {
        Tensor scores = linear(tanh(keys.forward(x)), query, null); // [B, ROWS, 1]
        return softmax(reshape(scores, -1, 1, ROWS));
    }

    Tensor forward(Tensor x) {
        Tensor read = matmul(weights(x), tanh(values.forward(x))); // [B, 1, 16]
        return out.forward(reshape(read, -1, 16)); // [B, 1]
    }
}

/** Rows of noise; in three of them element 0 marks the row, and element 1 is its value. */
static void fill(RandomStream random, Tensor x, Tensor labels, float[] truth) {
    Initialiser.normal(0.5).fill(x, random);
    Arrays.fill(truth, 0);
    for (int b = 0; b < BATCH; b++) {
        float sum = 0;
        int[] places = random.permutation(ROWS);
        for (int r = 0; r < ROWS; r++) {
            int at = b * ROWS + places[r];
            x.array()[at * WIDTH] = r < 3 ? 2 : 0;
            if (r < 3) {
                float value = (random.nextInt(2) * 2 - 1) * (0.5f + random.nextFloat());
                x.array()[at * WIDTH + 1] = value;
                truth[at] = value;
                sum += value;
            }
        }
        labels.array()[b] = sum;
    }
    x.markModified();
    labels.markModified();
}

void main() {
    Net net = new Net();
    net.initialise(1);
    Tensor x = Tensor.zeros(BATCH, ROWS, WIDTH);
    Tensor labels = Tensor.zeros(BATCH, 1);
    float[] truth = new float[BATCH * ROWS];
    AdamW optimiser = new AdamW(Parameters.of(net), 1e-2, AdamW.Settings.withDecay(0));
    Program loss = Program.trace(() -> mseLoss(net.forward(x), labels));
    RandomStream random = new RandomStream(18, 0);
    for (int step = 1; step <= 1500; step++) {
        fill(random, x, labels, truth);
        float value = loss.forward().item();
        optimiser.parameters().zeroGrad();
        loss.backward();
        optimiser.step();
        if (step == 1 || step == 100 || step == 1500) {
            IO.println("step %4d: loss %.4f".formatted(step, value));
        }
    }

    fill(random, x, labels, truth);
    Map<String, float[]> methods = new LinkedHashMap<>();
    methods.put("attention", net.weights(x).toArray());
    methods.put("gradient times input", gradientTimesInput(net, x));
    methods.put("setting a row to 0", leftOut(net, x));
    IO.println("%-22s  where: true rows among its top three   which way: correlation with the truth".formatted(""));
    methods.forEach((name, scores) -> IO.println("%-22s  %5.1f %%%37s%.3f".formatted(name, 100 * where(scores, truth),
            "", correlation(scores, truth))));

    Canvas picture = new Canvas(640, 210, "What three methods say about one sample");
    String[] title = {"truth", "attention", "gradient times input", "setting a row to 0"};
    float[][] shown = {truth, methods.get(title[1]), methods.get(title[2]), methods.get(title[3])};
    for (int m = 0; m < 4; m++) {
        float most = 0;
        for (int r = 0; r < ROWS; r++) {
            most = Math.max(most, Math.abs(shown[m][r]));
        }
        picture.text(170, 60 + 42 * m, "end", title[m]);
        for (int r = 0; r < ROWS; r++) {
            float score = shown[m][r] / most;
            picture.box(190 + 42 * r, 36 + 42 * m, 38, 34, score < 0 ? Colour.RED : Colour.BLUE, Math.abs(score));
            picture.frame(190 + 42 * r, 36 + 42 * m, 38, 34);
        }
    }
    picture.text(12, 20, "One sample: blue raises the answer, red lowers it; attention cannot say which");
    picture.write("L18Attention");
}

static float[] gradientTimesInput(Net net, Tensor x) {
    Tensor leaf = Tensor.of(x.toArray(), BATCH, ROWS, WIDTH).requiresGrad(true);
    sum(net.forward(leaf)).backward();
    return sum(mul(leaf.grad(), x), 2).toArray();
}

/** The answer with all rows, less the answer with one of them set to 0. */
static float[] leftOut(Net net, Tensor x) {
    float[] scores = new float[BATCH * ROWS];
    float[] whole = net.forward(x).toArray();
    for (int r = 0; r < ROWS; r++) {
        Tensor without = Tensor.of(x.toArray(), BATCH, ROWS, WIDTH);
        for (int b = 0; b < BATCH; b++) {
            Arrays.fill(without.array(), (b * ROWS + r) * WIDTH, (b * ROWS + r + 1) * WIDTH, 0);
        }
        float[] answers = net.forward(without).toArray();
        for (int b = 0; b < BATCH; b++) {
            scores[b * ROWS + r] = whole[b] - answers[b];
        }
    }
    return scores;
}

static double where(float[] scores, float[] truth) {
    int found = 0;
    for (int b = 0; b < BATCH; b++) {
        int from = b * ROWS;
        List<Integer> rows = new ArrayList<>(IntStream.range(from, from + ROWS).boxed().toList());
        rows.sort(Comparator.comparing(row -> -Math.abs(scores[row])));
        found += (int) rows.subList(0, 3).stream().filter(row -> truth[row] != 0).count();
    }
    return found / (3.0 * BATCH);
}

/** Pearson's, over the rows that carry a value. */
static double correlation(float[] scores, float[] truth) {
    double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (int i = 0; i < truth.length; i++) {
        if (truth[i] != 0) {
            n++;
            sx += scores[i];
            sy += truth[i];
            sxx += (double) scores[i] * scores[i];
            syy += (double) truth[i] * truth[i];
            sxy += (double) scores[i] * truth[i];
        }
    }
    return (n * sxy - sx * sy) / Math.sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
}

/// ## Exercise
///
/// The attention weights of several layers are often combined by *rollout*. Write it:
/// [E18Attention](../src/test/java/org/almt/learn/exercise/E18Attention.java). Run `nn/learn/learn test 18`.
///
/// ## Read on
///
/// [Explanations of ALMT](../../../almt/docs/explain.md) asks the same question of the paper's model, on data with
/// known truth.
