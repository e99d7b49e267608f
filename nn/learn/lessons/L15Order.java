/// # 15. Why sums differ, and how one hash comes about
///
/// 15 minutes. After lesson 13.
///
/// **The trap.** (a + b) + c is not a + (b + c) in floating point. A sum in vectors of 4, 8 or 16 lanes adds in another
/// order. So does a sum in as many parts as there are threads. So the same program gives other bits on another machine,
/// and the same training gives another result there.
///
/// **Naive:** as many partial sums as the machine has lanes or threads. **Right:** the order is part of the definition.
/// The engine has sixteen *virtual* lanes and a fixed tree that adds them up, at every vector width. The order of
/// each sum follows from its shape, never from the number of threads.
///
/// The line of 16 lanes differs from the lines of the engine. The engine first cuts a row of more than 32,768 elements
/// into pieces. It sums each piece in sixteen lanes, and then the sums of the pieces in the same way. A fixed order is
/// not a more exact order. Here the sum of the engine differs more from the sum in double than that of 16 lanes does.
///
/// The last part trains one network with three sets of kernels, each with one, two and four threads. It prints one
/// hash.

import static org.almt.core.op.Ops.*;

import org.almt.core.Engine;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.plain.PlainKernels;
import org.almt.core.kernel.reference.ReferenceKernels;
import org.almt.core.kernel.simd.SimdKernels;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.learn.Hash;
import org.almt.nn.Initialiser;
import org.almt.nn.Parameters;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Sequential;
import org.almt.nn.optim.AdamW;

/** Element i goes to lane i mod lanes; then the lanes are added, the upper half to the lower, until one is left. */
static float byLanes(float[] x, int lanes) {
    float[] sums = new float[lanes];
    for (int i = 0; i < x.length; i++) {
        sums[i % lanes] += x[i];
    }
    for (int half = lanes / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) {
            sums[lane] += sums[lane + half];
        }
    }
    return sums[0];
}

/** A run of elements for each thread, then the sums of the threads. */
static float byThreads(float[] x, int threads) {
    float total = 0;
    for (int t = 0; t < threads; t++) {
        float sum = 0;
        int from = x.length / threads * t;
        int to = t + 1 == threads ? x.length : from + x.length / threads;
        for (int i = from; i < to; i++) {
            sum += x[i];
        }
        total += sum;
    }
    return total;
}

void main() {
    Tensor numbers = Tensor.zeros(100_000);
    Initialiser.normal(1).fill(numbers, new RandomStream(15, 0));
    float[] x = numbers.array();
    double exact = 0;
    for (float value : x) {
        exact += value;
    }
    Map<String, Double> errors = new LinkedHashMap<>();
    IO.println("the sum of 100,000 numbers, in double: %.6f".formatted(exact));
    for (int lanes : new int[] {1, 4, 8, 16}) {
        report(errors, lanes + (lanes == 1 ? " lane" : " lanes"), byLanes(x, lanes), exact);
    }
    for (int threads : new int[] {2, 3, 4}) {
        report(errors, threads + " threads", byThreads(x, threads), exact);
    }
    for (Map.Entry<String, Kernels> kernels : kernels().entrySet()) {
        try (Engine engine = new Engine(kernels.getValue())) {
            report(errors, "engine, " + kernels.getKey(), engine.call(() -> sum(numbers)).item(), exact);
        }
    }

    IO.println("a training of 20 steps:");
    for (Map.Entry<String, Kernels> kernels : kernels().entrySet()) {
        for (int threads : new int[] {1, 2, 4}) {
            try (Engine engine = new Engine(kernels.getValue(), threads)) {
                IO.println("  %-9s kernels, threads %d: hash of the weights %s".formatted(kernels.getKey(), threads,
                        engine.call(() -> train())));
            }
        }
    }
    Charts.bars("How far each order is from the sum in double", errors).write("L15Order");
}

static Map<String, Kernels> kernels() {
    Map<String, Kernels> kernels = new LinkedHashMap<>();
    kernels.put("reference", ReferenceKernels.kernels());
    kernels.put("plain", PlainKernels.kernels());
    kernels.put("simd", SimdKernels.kernels());
    return kernels;
}

static void report(Map<String, Double> errors, String name, float sum, double exact) {
    IO.println("  %-18s %s".formatted(name, sum));
    errors.put(name, Math.abs(sum - exact));
}

static String train() {
    Sequential model = new Sequential().add(new Linear(40, 64), Linear::forward)
            .add(new LayerNorm(64), LayerNorm::forward).add(new Linear(64, 5), Linear::forward);
    model.initialise(1);
    Parameters parameters = Parameters.of(model);
    AdamW optimiser = new AdamW(parameters, 1e-2, AdamW.Settings.withDecay(0.01));
    RandomStream random = new RandomStream(2, 0);
    Tensor x = Tensor.zeros(300, 40);
    Indices classes = Indices.zeros(300);
    for (int step = 0; step < 20; step++) {
        Initialiser.normal(1).fill(x, random);
        for (int i = 0; i < 300; i++) {
            classes.array()[i] = x.get(i, 0) > 0 ? 1 : 3;
        }
        classes.markModified();
        Tensor loss = crossEntropy(model.forward(x), classes);
        parameters.zeroGrad();
        loss.backward();
        optimiser.step();
    }
    return Hash.of(parameters.values());
}

/// ## Exercise
///
/// Write a sum that has the same bits with any number of threads:
/// [E15Order](../src/test/java/org/almt/learn/exercise/E15Order.java). Run `nn/learn/learn test 15`. Like all
/// exercises, it is graded by its hash: `nn/learn/learn grade`.
///
/// ## Read on
///
/// [NUMERICS](../../../core/NUMERICS.md) lists every order and its test.
/// ![The tree of sixteen lanes](../../../core/docs/lanes.svg)
