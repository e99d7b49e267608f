/// # 9. Memory in time: LSTM
///
/// 20 minutes. After lessons 6, 8 and 19.
///
/// **The trap.** A plain recurrence multiplies by the same matrix at every step, and so does its gradient on the way
/// back. After forty steps little of the gradient is left. So the network learns late, or never, what the first rows
/// say.
///
/// **Naive:** h = tanh(W x + U h). **Right:** a cell that the network adds to, c = f c + i g (Hochreiter and
/// Schmidhuber, 1997). Its gates f and i are between 0 and 1. A gate f near 1 passes the gradient on unchanged. It does
/// not start there: the bias of this gate must be set high (Gers et al., 2000).
///
/// The task, the adding problem, is from 1997, too. Two numbers of a sequence are marked, and the answer is their sum.
/// A model that always answers 1 has a mean squared error of 1/6 = 0.167.

import static org.almt.core.op.Ops.*;

import java.util.function.UnaryOperator;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.learn.Lesson;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Lstm;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.GradientClipping;

static final int TIMES = 40;
static final int BATCH = 32;
static final int WIDTH = 32;

static final class Plain extends Layer {
    private final Linear in = child("in", new Linear(2, WIDTH));
    private final Linear back = child("back", Linear.withoutBias(WIDTH, WIDTH));
    private final Linear out = child("out", new Linear(WIDTH, 1));

    Tensor forward(Tensor x) { // [B, T, 2]
        Tensor rows = in.forward(x); // [B, T, H]
        Tensor h = Tensor.zeros(BATCH, WIDTH);
        for (int t = 0; t < TIMES; t++) {
            Tensor now = reshape(slice(rows, 1, t, t + 1), BATCH, WIDTH);
            h = tanh(add(now, back.forward(h))); // [B, H]
        }
        return out.forward(h); // [B, 1]
    }
}

static final class Gated extends Layer {
    private final Lstm lstm = child("lstm", new Lstm(2, WIDTH));
    private final Linear out = child("out", new Linear(WIDTH, 1));

    Tensor forward(Tensor x) {
        return out.forward(lstm.forward(x)); // [B, 1]
    }
}

/** A model in training. */
static final class Run {
    final Program loss;
    final Parameters parameters;
    final AdamW optimiser;
    final GradientClipping clipping;
    double recent = 0;

    Run(Layer model, UnaryOperator<Tensor> forward, Tensor x, Tensor sums) {
        parameters = Parameters.of(model);
        optimiser = new AdamW(parameters, 4e-3, AdamW.Settings.withDecay(0));
        clipping = new GradientClipping(parameters);
        loss = Program.trace(() -> mseLoss(forward.apply(x), sums));
    }

    void step() {
        recent += loss.forward().item();
        parameters.zeroGrad();
        loss.backward();
        clipping.byNorm(1);
        optimiser.step();
    }
}

void main() {
    Tensor x = Tensor.zeros(BATCH, TIMES, 2); // a number, and 1 if it is marked
    Tensor sums = Tensor.zeros(BATCH, 1);
    RandomStream random = new RandomStream(9, 0);
    fill(random, x, sums);
    Plain plain = new Plain();
    Gated gated = new Gated();
    plain.initialise(1);
    gated.initialise(1);

    IO.println("log10 of the gradient that reaches a row, before training");
    double[] ofPlain = gradients(plain::forward, x, sums);
    double[] ofGated = gradients(gated::forward, x, sums);
    Tensor bias = gated.parameter("lstm.bias_ih_l0"); // of the gates i, f, g, o
    Arrays.fill(bias.array(), bias.offset() + WIDTH, bias.offset() + 2 * WIDTH, 3);
    bias.markModified();
    double[] ofOpen = gradients(gated::forward, x, sums);
    for (int t : new int[] {TIMES - 1, TIMES / 2, 0}) {
        IO.println("time %2d: plain %6.2f, LSTM %6.2f, LSTM with f near 1 %6.2f".formatted(t, ofPlain[t], ofGated[t],
                ofOpen[t]));
    }

    Run naive = new Run(plain, plain::forward, x, sums);
    Run right = new Run(gated, gated::forward, x, sums);
    for (int step = 1; step <= Lesson.steps(1500, 50); step++) {
        fill(random, x, sums);
        naive.step();
        right.step();
        if (step == 50 || step % 250 == 0) {
            int since = step == 250 ? 200 : Math.min(step, 250);
            IO.println("step %4d: plain %.4f, LSTM %.4f".formatted(step, naive.recent / since, right.recent / since));
            naive.recent = 0;
            right.recent = 0;
        }
    }
    if (!Lesson.isShort()) {
        Map<String, double[]> curves = new LinkedHashMap<>();
        curves.put("plain", ofPlain);
        curves.put("LSTM", ofGated);
        curves.put("LSTM, f near 1", ofOpen);
        curves.put("LSTM, trained", gradients(gated::forward, x, sums));
        Charts.curves("log10 of the gradient that reaches a row", "time of the row", curves).write("L09Lstm");
    }
}

static double[] gradients(UnaryOperator<Tensor> forward, Tensor x, Tensor sums) {
    Tensor rows = Tensor.of(x.toArray(), BATCH, TIMES, 2).requiresGrad(true);
    mseLoss(forward.apply(rows), sums).backward();
    double[] sizes = new double[TIMES];
    for (int i = 0; i < rows.shape().count(); i++) {
        double g = rows.grad().array()[rows.grad().offset() + i];
        sizes[i / 2 % TIMES] += g * g;
    }
    return Arrays.stream(sizes).map(square -> StrictMath.log10(Math.sqrt(square))).toArray();
}

static void fill(RandomStream random, Tensor x, Tensor sums) {
    for (int b = 0; b < BATCH; b++) {
        int first = random.nextInt(TIMES / 2);
        int second = TIMES / 2 + random.nextInt(TIMES / 2);
        float sum = 0;
        for (int t = 0; t < TIMES; t++) {
            float number = random.nextFloat();
            boolean marked = t == first || t == second;
            x.array()[(b * TIMES + t) * 2] = number;
            x.array()[(b * TIMES + t) * 2 + 1] = marked ? 1 : 0;
            sum += marked ? number : 0;
        }
        sums.array()[b] = sum;
    }
    x.markModified();
    sums.markModified();
}

/// The LSTM that is trained is the third row of the first table: its bias makes f near 1.
///
/// ## Exercise
///
/// Write one step of a GRU from its formula: [E09Lstm](../src/test/java/org/almt/learn/exercise/E09Lstm.java). A GRU is
/// simpler than an LSTM. Run `nn/learn/learn test 9`.
///
/// ## Read on
///
/// [LstmSequence](../../../core/src/main/java/org/almt/core/op/LstmSequence.java) computes all steps in one operation.
/// Its backward pass through time is written out.
