/// # 20. A Transformer block, by hand: norm, sum, small network
///
/// 25 minutes. After lessons 6 and 10. Lesson 11 stacks four such blocks.
///
/// A block has two halves. In the first half, rows look at each other: attention, lesson 10. In the second half, a
/// small network computes each row alone. This *feed-forward* part is a layer four times as wide, gelu, and a layer
/// back. It has two thirds of the parameters. Attention decides from which rows to read; this network computes with
/// what was read.
///
/// Each half adds its result to its input: the *residual* sum. So a row passes through any number of blocks, and so
/// does its gradient; a half only changes it. Each half reads its input through a layer norm: *pre-norm*.
///
/// **The trap.** A norm subtracts the mean of its row and divides by the standard deviation s. Both depend on each
/// element of the row. A backward pass that treats them as constants looks right, and gives another gradient.
///
/// **Naive:** dx = g / s. **Right:** dx = (g - mean(g) - x̂ mean(g x̂)) / s. Here x̂ is the normed row and g its
/// gradient. The second term is there because the mean moves with x, the third because s does. So dx adds up to 0, and
/// has no part along x̂: a norm ignores a shift and a scale of its input.
///
/// The program then computes one block by hand, equal to the bit to `TransformerBlock`. After that it stacks 24 second
/// halves in four ways. Without the sum, values and gradients are gone. With the sum and no norm, both grow from half
/// to half. A norm after the sum, *post-norm*, keeps both in range, and so does pre-norm. Pre-norm leaves a path from
/// the last half to the first that has nothing but sums. Deep stacks then train without a warm-up.

import static org.almt.core.op.Ops.*;

import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.learn.Hash;
import org.almt.nn.Initialiser;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.TransformerBlock;

static final int WIDTH = 64;
static final int HALVES = 24;
static final float EPS = 1e-5f;

void main() {
    norm();

    TransformerBlock block = new TransformerBlock(BlockConfig.of(WIDTH, 4));
    block.initialise(20);
    Tensor x = random(new RandomStream(1, 0), 1, 2, 10, WIDTH);
    IO.println("the block " + Hash.of(block.forward(x).toArray()) + ", by hand " + Hash.of(byHand(block, x).toArray()));

    IO.println("root mean square after %d halves of width %d, and of gradients".formatted(HALVES, WIDTH));
    Map<String, double[]> curves = new LinkedHashMap<>();
    for (String way : List.of("no sum, no norm", "sum, no norm", "post-norm", "pre-norm")) {
        curves.put(way, stack(way));
    }
    Charts.curves("Size of the gradient at each half, as a power of 10", "halves", curves).write("L20Block");
}

/** One row, forward and backward, by hand and by the engine. */
static void norm() {
    Tensor x = random(new RandomStream(2, 0), 1, 1, WIDTH).requiresGrad(true);
    Tensor dy = random(new RandomStream(3, 0), 1, 1, WIDTH);
    Tensor y = layerNorm(x, null, null, EPS);
    sum(mul(y, dy)).backward();

    double mean = mean(x.toArray(), null);
    double[] centred = new double[WIDTH];
    double squares = 0;
    for (int j = 0; j < WIDTH; j++) {
        centred[j] = x.get(0, j) - mean;
        squares += centred[j] * centred[j];
    }
    double deviation = Math.sqrt(squares / WIDTH + EPS);
    float[] normed = new float[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
        normed[j] = (float) (centred[j] / deviation);
    }
    double meanG = mean(dy.toArray(), null);
    double meanGX = mean(dy.toArray(), normed);
    float[] naive = new float[WIDTH];
    float[] right = new float[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
        naive[j] = (float) (dy.get(0, j) / deviation);
        right[j] = (float) ((dy.get(0, j) - meanG - normed[j] * meanGX) / deviation);
    }
    say("naive", naive, normed, x.grad());
    say("right", right, normed, x.grad());
}

static void say(String name, float[] dx, float[] normed, Tensor engine) {
    double worst = 0;
    for (int j = 0; j < WIDTH; j++) {
        worst = Math.max(worst, Math.abs(dx[j] - engine.get(0, j)));
    }
    IO.println("%s: adds up to %.4f, along the row %.4f, off by %s from the engine".formatted(name,
            zero(WIDTH * mean(dx, null)), zero(WIDTH * mean(dx, normed)), worst < 1e-6 ? "roundings"
                    : "%.3f".formatted(worst)));
}

/** 0 for what is 0 but for roundings and eps. */
static double zero(double value) {
    return Math.abs(value) < 1e-3 ? 0 : value;
}

/** The mean of x, or of x y, in double. */
static double mean(float[] x, float[] y) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
        sum += y == null ? x[j] : (double) x[j] * y[j];
    }
    return sum / x.length;
}

/** x [B, N, D] to [B, N, D], with the parts of the block. */
static Tensor byHand(TransformerBlock block, Tensor x) {
    LayerNorm norm = (LayerNorm) block.children().get("mlp_norm");
    Linear in = (Linear) block.children().get("mlp.in");
    Linear out = (Linear) block.children().get("mlp.out");
    Tensor seen = add(x, block.attention().forward(block.normQ().forward(x))); // rows look at each other
    return add(seen, out.forward(gelu(in.forward(norm.forward(seen))))); // each row alone
}

/** Second halves one after another; returns the size of the gradient at each, as a power of 10. */
static double[] stack(String way) {
    RandomStream random = new RandomStream(4, 0);
    Tensor x = random(random, 1, 32, WIDTH).requiresGrad(true);
    List<Tensor> values = new ArrayList<>(List.of(x));
    for (int half = 0; half < HALVES; half++) {
        Tensor in = random(random, 1 / Math.sqrt(WIDTH), 4 * WIDTH, WIDTH);
        Tensor out = random(random, 1 / Math.sqrt(4 * WIDTH), WIDTH, 4 * WIDTH);
        Tensor read = way.equals("pre-norm") ? layerNorm(x, null, null, EPS) : x;
        Tensor made = linear(gelu(linear(read, in, null)), out, null); // [32, 64]
        Tensor sum = way.startsWith("no sum") ? made : add(x, made);
        x = way.equals("post-norm") ? layerNorm(sum, null, null, EPS) : sum;
        values.add(x.retainGrad());
    }
    sum(mul(x, random(random, 1, 32, WIDTH))).backward();
    double[] sizes = values.stream().mapToDouble(value -> Math.log10(size(value.grad()))).toArray();
    IO.println("%-16s values %8.2g, first gradient %8.2g, last gradient %.2g".formatted(way, size(x),
            size(values.getFirst().grad()), size(x.grad())));
    return sizes;
}

static double size(Tensor x) {
    return Math.sqrt(mean(x.toArray(), x.toArray()));
}

static Tensor random(RandomStream random, double deviation, int... sizes) {
    Tensor x = Tensor.zeros(sizes);
    Initialiser.normal(deviation).fill(x, random);
    return x;
}

/// ## Exercise
///
/// RMS norm divides a row by its root mean square, and subtracts no mean. Derive its backward pass and write it:
/// [E20Block](../src/test/java/org/almt/learn/exercise/E20Block.java). Run `nn/learn/learn test 20`.
///
/// ## Read on
///
/// [LayerNormalisation](../../../core/src/main/java/org/almt/core/op/LayerNormalisation.java) is the norm with its
/// kernel. [TransformerBlock](../../../nn/src/main/java/org/almt/nn/layer/TransformerBlock.java) is the block with all
/// its options and the papers. [Lesson 11](L11Gpt.md) stacks it.
