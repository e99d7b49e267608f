/// # 5. Two moons: a classifier with SGD
///
/// 20 minutes. After lesson 3.
///
/// **The trap.** A classifier gives a score, and `sigmoid` turns it into a probability. The squared error of this
/// probability has almost no slope where the classifier is sure and wrong. There it needs the slope most.
///
/// **Naive:** squared error. Or `-log(sigmoid(score))`: its sigmoid rounds to 0, and its log is then infinite.
/// **Right:** `bceWithLogits`, one function of the score: max(s, 0) - s t + log(1 + exp(-|s|)). Its slope is p - t.
/// Here s is the score, t is the label (0 or 1), and p = sigmoid(s) is the probability.
///
/// Then two models learn by gradient descent on small batches, with momentum: each step also repeats nine tenths of the
/// previous step. A line (logistic regression) cannot separate two moons. A hidden layer of 16 can.
///
/// The program writes into `array()` without `offset()`. A tensor made by `zeros` or `of` starts at offset 0. A row
/// of x has two elements, so element (i, j) of x is `array()[2 * i + j]`. A view, such as a slice, starts at
/// `offset()`.

import static org.almt.core.op.Ops.*;

import java.util.function.UnaryOperator;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.learn.Canvas;
import org.almt.learn.Canvas.Colour;
import org.almt.nn.Parameters;
import org.almt.nn.data.MiniBatches;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Sequential;
import org.almt.nn.optim.Sgd;

static final int POINTS = 200;
static final int BATCH = 20;

void main() {
    slope("squared error", s -> mseLoss(sigmoid(s), Tensor.of(new float[] {1})));
    slope("log of sigmoid", s -> scale(log(sigmoid(s)), -1));
    slope("bceWithLogits", s -> bceWithLogits(s, Tensor.of(new float[] {1})));

    Tensor x = Tensor.zeros(POINTS, 2);
    Tensor labels = Tensor.zeros(POINTS, 1);
    moons(x, labels);
    Sequential line = new Sequential().add(new Linear(2, 1), Linear::forward);
    Sequential curve = new Sequential().add(new Linear(2, 16), Linear::forward).add(Ops::relu)
            .add(new Linear(16, 1), Linear::forward);
    learn("a line", line, x, labels);
    learn("16 hidden", curve, x, labels);
    draw(curve, x, labels);
}

/** The slope of a loss at a score of -110 whose label is 1: as wrong and as sure as can be. */
static void slope(String name, UnaryOperator<Tensor> loss) {
    Tensor score = Tensor.scalar(-110).requiresGrad(true);
    Tensor value = loss.apply(score);
    try {
        value.backward();
        IO.println("%-15s loss %s, slope %s".formatted(name, value.item(), score.grad().item()));
    } catch (IllegalStateException e) {
        IO.println("%-15s %s".formatted(name, e.getMessage().replaceFirst(";.*", "")));
    }
}

static void learn(String name, Sequential model, Tensor x, Tensor labels) {
    model.initialise(1);
    Parameters parameters = Parameters.of(model);
    Sgd optimiser = new Sgd(parameters, 0.5, Sgd.Settings.withMomentum(0.9));
    MiniBatches batches = new MiniBatches(POINTS, BATCH, 2);
    Tensor someX = Tensor.zeros(BATCH, 2);
    Tensor someLabels = Tensor.zeros(BATCH, 1);
    for (int epoch = 1; epoch <= 60; epoch++) {
        batches.shuffle(epoch);
        double sum = 0;
        for (int b = 0; b < batches.count(); b++) {
            batches.copy(b, x, someX);
            batches.copy(b, labels, someLabels);
            Tensor loss = bceWithLogits(model.forward(someX), someLabels);
            parameters.zeroGrad();
            loss.backward();
            optimiser.step();
            sum += loss.item();
        }
        if (epoch == 1 || epoch == 10 || epoch == 60) {
            Tensor right = equal(greater(model.forward(x), Tensor.scalar(0)), labels);
            IO.println("%-9s epoch %2d, loss %.4f, right %.1f %%".formatted(name, epoch, sum / batches.count(),
                    100 * mean(right).item()));
        }
    }
}

static void moons(Tensor x, Tensor labels) {
    RandomStream random = new RandomStream(1, 0);
    for (int i = 0; i < POINTS; i++) {
        double angle = Math.PI * random.nextDouble();
        boolean upper = i % 2 == 0;
        double u = StrictMath.cos(angle);
        double v = StrictMath.sin(angle);
        x.array()[2 * i] = (float) ((upper ? u : 1 - u) + 0.1 * random.nextGaussian());
        x.array()[2 * i + 1] = (float) ((upper ? v : 0.5 - v) + 0.1 * random.nextGaussian());
        labels.array()[i] = upper ? 1 : 0;
    }
}

static void draw(Sequential model, Tensor x, Tensor labels) {
    Canvas picture = new Canvas(520, 360, "Two moons, and how sure the network is");
    Tensor grid = Tensor.zeros(52 * 32, 2);
    for (int i = 0; i < 52 * 32; i++) {
        grid.array()[2 * i] = -1.55f + 0.08f * (i % 52);
        grid.array()[2 * i + 1] = 1.55f - 0.08f * (i / 52);
    }
    Tensor sure = GradMode.noGrad(() -> sigmoid(model.forward(grid)));
    for (int i = 0; i < 52 * 32; i++) {
        float p = sure.get(i, 0);
        Colour colour = p > 0.5f ? Colour.BLUE : Colour.ORANGE;
        picture.box(10 * (i % 52), 30 + 10 * (i / 52), 10, 10, colour, 0.6 * Math.abs(2 * p - 1));
    }
    for (int i = 0; i < POINTS; i++) {
        picture.dot(5 + (x.get(i, 0) + 1.55) * 125, 35 + (1.55 - x.get(i, 1)) * 125, 3.5,
                labels.get(i, 0) == 1 ? Colour.BLUE : Colour.ORANGE);
    }
    picture.text(10, 20, "Two moons, and how sure the network is").write("L05Moons");
}

/// ## Exercise
///
/// Write the safe loss and its gradient without the engine's operation:
/// [E05Moons](../src/test/java/org/almt/learn/exercise/E05Moons.java). Run `nn/learn/learn test 5`.
///
/// ## Read on
///
/// [BceWithLogits](../../../core/src/main/java/org/almt/core/op/BceWithLogits.java) is the loss as an operation.
/// [Sgd](../../../nn/src/main/java/org/almt/nn/optim/Sgd.java) explains momentum. [Lesson 19](L19AdamW.md) explains the
/// rest of a training loop: read it before lesson 8.
