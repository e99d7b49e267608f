/// # 21. Dropout: random on purpose, and the same everywhere
///
/// 20 minutes. After lessons 5 and 19.
///
/// A network with many weights learns a few samples by heart. Then the loss of the training samples falls, and the loss
/// of others rises. Dropout makes this harder. In each training step it replaces each element by 0 with probability p,
/// so that no weight can rely on its neighbours. It divides the others by 1 - p, so that sums keep their mean.
///
/// **The trap.** A layer is in training mode until you change it. In this mode a network gives two answers to the same
/// question, and both are worse than they could be.
///
/// **Naive:** test the network in training mode. **Right:** `train(false)` before each test, and `train(true)` after
/// it.
///
/// **A second trap.** A generator with a state gives numbers in the order of the calls. A run that continues from saved
/// weights then draws other numbers than a run that was never stopped. Threads draw in a random order. **Right:** a
/// number that depends on a *counter*. Here it is a function of the seed, the step, the use of dropout within the step,
/// and the element. No order is left that could differ.

import static org.almt.core.op.Ops.*;

import org.almt.core.Engine;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.DropoutSource;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.learn.Hash;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Linear;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.Sgd;

static final int SAMPLES = 30;
static final int HIDDEN = 128;
static final float P = 0.5f;
static final int STEPS = 600;

static final class Net extends Layer {
    private final Linear in = child("in", new Linear(2, HIDDEN));
    private final Linear mid = child("mid", new Linear(HIDDEN, HIDDEN));
    private final Linear out = child("out", new Linear(HIDDEN, 1));
    private final Dropout dropout = child("dropout", new Dropout(P));

    Net() {
        initialise(3);
    }

    /** x [B, 2] gives scores [B]. */
    Tensor forward(Tensor x) {
        return forward(x, dropout::forward);
    }

    Tensor forward(Tensor x, UnaryOperator<Tensor> drop) {
        Tensor hidden = drop.apply(relu(in.forward(x)));
        return reshape(out.forward(drop.apply(relu(mid.forward(hidden)))), -1);
    }
}

void main() {
    modes();
    sameBits();
    IO.println("weights after 40 steps, and after 20 and 20 more in another program:");
    IO.println("  a generator with a state %s %s".formatted(weights(false, 40), weights(false, 20)));
    IO.println("  a counter                %s %s".formatted(weights(true, 40), weights(true, 20)));
    Map<String, double[]> curves = new LinkedHashMap<>();
    curves.put("without, training", new double[STEPS / 10]);
    curves.put("without, new ones", new double[STEPS / 10]);
    learn(false, curves.get("without, training"), curves.get("without, new ones"));
    curves.put("dropout, training", new double[STEPS / 10]);
    curves.put("dropout, new ones", new double[STEPS / 10]);
    learn(true, curves.get("dropout, training"), curves.get("dropout, new ones"));
    Charts.curves("Loss of 30 samples, and of 1000 new ones", "tens of steps", curves).write("L21Dropout");
}

static void modes() {
    Net net = new Net();
    net.dropoutFrom(new DropoutSource(7));
    Tensor x = Tensor.of(new float[] {0.5f, -1}, 1, 2);
    IO.println("one question, twice, in training mode: " + net.forward(x).item() + " and " + net.forward(x).item());
    net.train(false);
    IO.println("one question, twice, in test mode:     " + net.forward(x).item() + " and " + net.forward(x).item());
    Tensor dropped = dropout(Tensor.full(1, 10_000), 0.25f, new DropoutSource(7));
    IO.println("ones, dropped with p = 0.25: %.1f %% are 0, the others %.4f, the mean is %.3f".formatted(
            100 * mean(equal(dropped, Tensor.scalar(0))).item(), max(dropped, 0).item(), mean(dropped).item()));
}

/** Step 5 alone, after other steps, replayed by a program, on one thread and on four. */
static void sameBits() {
    Tensor ones = Tensor.full(1, 100_000);
    DropoutSource source = new DropoutSource(7);
    source.step(5);
    String alone = Hash.of(dropout(ones, P, source).toArray());
    source.step(0);
    Program program = Program.trace(() -> dropout(ones, P, source));
    program.forward();
    source.step(5);
    String replayed = Hash.of(program.forward().toArray());
    int threads = Engine.threads();
    Engine.useThreads(threads == 1 ? 4 : 1);
    source.step(5);
    String onOthers = Hash.of(dropout(ones, P, source).toArray());
    Engine.useThreads(threads);
    IO.println("the mask of step 5: " + alone + ", replayed " + replayed + ", on other threads " + onOthers);
}

/** The hash of the weights after 40 steps; after step {@code stop} all but the weights is made anew. */
static String weights(boolean counter, int stop) {
    Tensor x = Tensor.zeros(SAMPLES, 2);
    Tensor labels = Tensor.zeros(SAMPLES);
    moons(1, x, labels);
    Net net = new Net();
    Parameters parameters = Parameters.of(net);
    Sgd sgd = new Sgd(parameters, 0.1, Sgd.Settings.PLAIN);
    Random random = new Random(7);
    DropoutSource source = new DropoutSource(7);
    for (int step = 0; step < 40; step++) {
        if (step == stop) {
            random = new Random(7);
            source = new DropoutSource(7);
        }
        Random drawn = random;
        DropoutSource counted = source;
        counted.step(step);
        parameters.zeroGrad();
        bceWithLogits(net.forward(x, h -> counter ? dropout(h, P, counted) : mul(h, mask(drawn))), labels).backward();
        sgd.step(); // it has no state either
    }
    return Hash.of(parameters.values());
}

static Tensor mask(Random random) {
    float[] mask = new float[SAMPLES * HIDDEN];
    for (int i = 0; i < mask.length; i++) {
        mask[i] = random.nextFloat() < P ? 0 : 1 / (1 - P);
    }
    return Tensor.of(mask, SAMPLES, HIDDEN);
}

static void learn(boolean drops, double[] old, double[] fresh) {
    Tensor x = Tensor.zeros(SAMPLES, 2);
    Tensor labels = Tensor.zeros(SAMPLES);
    Tensor newX = Tensor.zeros(1000, 2);
    Tensor newLabels = Tensor.zeros(1000);
    moons(1, x, labels);
    moons(2, newX, newLabels);
    Net net = new Net();
    DropoutSource source = new DropoutSource(7);
    net.dropoutFrom(source);
    Parameters parameters = Parameters.of(net);
    AdamW optimiser = new AdamW(parameters, 0.003, AdamW.Settings.withDecay(0));
    for (int step = 0; step < STEPS; step++) {
        net.train(false);
        if (step % 10 == 0) {
            old[step / 10] = GradMode.noGrad(() -> bceWithLogits(net.forward(x), labels)).item();
            fresh[step / 10] = GradMode.noGrad(() -> bceWithLogits(net.forward(newX), newLabels)).item();
        }
        net.train(drops);
        source.step(step);
        parameters.zeroGrad();
        bceWithLogits(net.forward(x), labels).backward();
        optimiser.step();
    }
    net.train(false);
    Tensor right = equal(greater(net.forward(newX), Tensor.scalar(0)), newLabels);
    IO.println("%-8s loss of training samples %.3f, of new ones %.3f; %.1f %% of these are right".formatted(
            drops ? "dropout," : "without,", old[STEPS / 10 - 1], fresh[STEPS / 10 - 1], 100 * mean(right).item()));
}

/** Two half circles in each other, with much noise. */
static void moons(long seed, Tensor x, Tensor labels) {
    RandomStream random = new RandomStream(seed, 0);
    for (int i = 0; i < labels.shape().count(); i++) {
        double angle = Math.PI * random.nextDouble();
        boolean upper = i % 2 == 0;
        double u = StrictMath.cos(angle);
        double v = StrictMath.sin(angle);
        x.array()[2 * i] = (float) ((upper ? u : 1 - u) + 0.35 * random.nextGaussian());
        x.array()[2 * i + 1] = (float) ((upper ? v : 0.5 - v) + 0.35 * random.nextGaussian());
        labels.array()[i] = upper ? 1 : 0;
    }
}

/// Without dropout, the two losses move apart. The network becomes sure of 30 samples, and sure of the wrong answer for
/// many others. With dropout its loss on new samples stays lower. Use dropout where you see this gap. If a network does
/// not even fit its training samples, dropout makes both losses worse.
///
/// ## Exercise
///
/// Write dropout so that any part of it can be computed alone. Write its backward pass without a mask that was kept:
/// [E21Dropout](../src/test/java/org/almt/learn/exercise/E21Dropout.java). Run `nn/learn/learn test 21`.
///
/// ## Read on
///
/// [DropoutSource](../../../core/src/main/java/org/almt/core/op/DropoutSource.java) says what a mask depends on.
/// [RandomStream](../../../core/src/main/java/org/almt/core/random/RandomStream.java) makes the numbers. [Lesson
/// 15](L15Order.md) solves for sums what this lesson solves for random numbers.
