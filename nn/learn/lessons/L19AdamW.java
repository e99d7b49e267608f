/// # 19. A step, by hand: zeroGrad, clipping, AdamW, warm-up
///
/// 20 minutes. After lesson 5. Lessons 8, 9 and 11 use all of it.
///
/// SGD moves a parameter by rate times gradient. A gradient of 0.001 moves it by almost nothing; a gradient of 1000
/// throws it out of reach. AdamW divides the gradient by its own usual size. It keeps a running mean m of the
/// gradients, and a running mean v of their squares. It moves the parameter by rate times m / sqrt(v). Each parameter
/// then moves by about the rate.
///
/// **The trap.** m and v start at 0. After one step m is a tenth of the gradient, and v is a thousandth of its square.
/// The quotient is 0.1 / sqrt(0.001) = 3.2 instead of 1. At step 10 it is 6.5. So the first steps, which start from
/// random weights, are the longest.
///
/// **Naive:** m / sqrt(v). **Right:** at step t, divide m by 1 - 0.9^t and v by 1 - 0.999^t. Then the weights of all
/// gradients up to this step add up to 1. This is the *bias correction*.
///
/// A training loop has four more habits:
///
/// - `zeroGrad` comes before `backward`, because gradients add up.
/// - *Clipping* makes the gradient of all parameters together shorter, if one batch makes it very long. The direction
///   stays.
/// - *Decay* pulls each parameter towards 0 by a share of its own size. It is separate from the gradient; a penalty in
///   the loss would also be divided by sqrt(v).
/// - *Warm-up* makes the first steps small, because v has seen few gradients then.

import static org.almt.core.op.Ops.*;

import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.learn.Hash;
import org.almt.nn.Initialiser;
import org.almt.nn.Parameters;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.GradientClipping;
import org.almt.nn.optim.Schedule;

static final float BETA1 = 0.9f;
static final float BETA2 = 0.999f;
static final float EPS = 1e-8f;

/** The optimiser, with the two running means of each parameter. */
static final class ByHand {
    private final boolean corrected;
    private final float[] m;
    private final float[] v;
    private int t;

    ByHand(int size, boolean corrected) {
        this.corrected = corrected;
        m = new float[size];
        v = new float[size];
    }

    void step(float[] p, float[] g, double rate, double decay) {
        t++;
        double correction1 = corrected ? 1 - StrictMath.pow(BETA1, t) : 1;
        double correction2 = corrected ? 1 - StrictMath.pow(BETA2, t) : 1;
        float stepSize = (float) (rate / correction1);
        float root = (float) Math.sqrt(correction2);
        float keep = (float) (1 - rate * decay);
        for (int i = 0; i < p.length; i++) {
            m[i] = Math.fma(BETA1, m[i], (1 - BETA1) * g[i]);
            v[i] = Math.fma(BETA2, v[i], (1 - BETA2) * g[i] * g[i]);
            float size = (float) Math.sqrt(v[i]) / root + EPS;
            p[i] = Math.fma(-stepSize, m[i] / size, keep * p[i]);
        }
    }
}

void main() {
    Map<String, double[]> curves = new LinkedHashMap<>();
    curves.put("without correction", moves(false, 0));
    curves.put("with correction", moves(true, 0));
    curves.put("and a warm-up of 20", moves(true, 20));
    IO.println("how far a step moves, in learning rates; the gradient is 1");
    curves.forEach((name, moved) -> IO.println("%-20s step 1: %.2f, step 10: %.2f, step 100: %.2f".formatted(name,
            moved[0], moved[9], moved[99])));

    forgotten();
    clipped();
    IO.println("100 steps without gradient, decay 0.1: %.3f of a parameter is left; as a penalty %.3f".formatted(
            decayed(AdamW.Settings.withDecay(0.1)), decayed(AdamW.Settings.withPenalty(0.1))));
    String hand = train(true);
    IO.println("50 steps by hand " + hand + ", by AdamW " + train(false));
    Charts.curves("How far a step moves, in learning rates", "steps", curves).write("L19AdamW");
}

static double[] moves(boolean corrected, int warmup) {
    ByHand optimiser = new ByHand(1, corrected);
    Schedule schedule = warmup > 0 ? Schedule.constant().warmup(warmup) : Schedule.constant();
    double[] moved = new double[100];
    float[] p = {0};
    for (int step = 0; step < 100; step++) {
        float before = p[0];
        optimiser.step(p, new float[] {1}, schedule.factor(step), 0);
        moved[step] = before - p[0];
    }
    return moved;
}

/** Gradients add up; the optimiser refuses a sum with those of the step before. */
static void forgotten() {
    Tensor w = Tensor.of(new float[] {1, 2}, 2).requiresGrad(true);
    Parameters parameters = Parameters.of(w);
    AdamW optimiser = new AdamW(parameters, 0.01, AdamW.Settings.withDecay(0));
    sum(scale(w, 3)).backward();
    IO.println("a gradient: " + w.grad());
    optimiser.step();
    sum(scale(w, 3)).backward();
    IO.println("the next, without zeroGrad: " + w.grad());
    try {
        optimiser.step();
    } catch (IllegalStateException e) {
        IO.println("refused: " + e.getMessage());
    }
}

/** All gradients are scaled by one factor: the direction stays. */
static void clipped() {
    Tensor w = Tensor.of(new float[] {1, 2}, 2).requiresGrad(true);
    Parameters parameters = Parameters.of(w);
    sum(mul(w, Tensor.of(new float[] {300, -400}, 2))).backward();
    double norm = new GradientClipping(parameters).byNorm(1);
    IO.println("a gradient of norm %.0f, clipped to 1: %.3f %.3f".formatted(norm, w.grad().get(0), w.grad().get(1)));
}

/** What is left of a parameter of 1 whose gradient is always 0. */
static float decayed(AdamW.Settings settings) {
    Tensor w = Tensor.of(new float[] {1}, 1).requiresGrad(true);
    Parameters parameters = Parameters.of(w);
    AdamW optimiser = new AdamW(parameters, 0.001, settings);
    for (int step = 0; step < 100; step++) {
        parameters.zeroGrad();
        sum(scale(w, 0)).backward();
        optimiser.step();
    }
    return w.item();
}

/** The loop of each later lesson; returns the hash of the weights. */
static String train(boolean byHand) {
    Tensor x = Tensor.zeros(64, 8);
    Tensor weight = Tensor.zeros(1, 8).requiresGrad(true);
    RandomStream random = new RandomStream(19, 0);
    Initialiser.normal(1).fill(x, random);
    Initialiser.normal(1).fill(weight, random);
    Tensor labels = greater(sum(x, 1), Tensor.scalar(0)); // [64]
    Parameters parameters = Parameters.of(weight);
    ByHand hand = new ByHand(parameters.size(), true);
    AdamW engine = new AdamW(parameters, 0.1, AdamW.Settings.withDecay(0.01));
    GradientClipping clipping = new GradientClipping(parameters);
    Schedule schedule = Schedule.cosine(45, 0.1).warmup(5);
    for (int step = 0; step < 50; step++) {
        Tensor loss = bceWithLogits(reshape(matmul(x, false, weight, true), 64), labels);
        parameters.zeroGrad();
        loss.backward();
        clipping.byNorm(1);
        double rate = 0.1 * schedule.factor(step);
        if (byHand) {
            hand.step(parameters.values(), parameters.gradients(), rate, 0.01);
            parameters.markModified(); // the array was changed behind the engine's back: this tells it
        } else {
            engine.learningRate(rate);
            engine.step();
        }
    }
    return Hash.of(parameters.values());
}

/// ## Exercise
///
/// Write the running mean whose weights add up to 1, and clip a gradient:
/// [E19AdamW](../src/test/java/org/almt/learn/exercise/E19AdamW.java). Run `nn/learn/learn test 19`.
///
/// ## Read on
///
/// [AdamW](../../../nn/src/main/java/org/almt/nn/optim/AdamW.java) names the papers.
/// [Schedule](../../../nn/src/main/java/org/almt/nn/optim/Schedule.java) has the other curves of a learning rate. Go
/// back to [lesson 8](L08CharacterMlp.md), whose loop you now understand.
