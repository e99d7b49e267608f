/// # 6. Why it learns badly: initialisation and norms
///
/// 15 minutes. After lesson 5.
///
/// **The trap.** Weights of standard deviation 0.01 look harmless. After ten layers of 256, the signal is gone, and so
/// is the gradient of the first layer. The network then trains its last layer alone. Weights of standard deviation 0.2
/// saturate every tanh instead.
///
/// **Naive:** one standard deviation for all layers. **Right:** a standard deviation that keeps the variance. Without a
/// function between the layers it is 1 / sqrt(inputs) (Xavier Glorot). A function that makes values smaller needs a
/// *gain*. The gain of tanh is 5/3, which gives (5/3) / sqrt(inputs). The gain of relu is sqrt(2), which gives sqrt(2 /
/// inputs) (Kaiming He). **Or** use a norm in each layer. It sets every row back to mean 0 and variance 1, so that the
/// start matters little.

import static org.almt.core.op.Ops.*;

import java.util.function.UnaryOperator;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.learn.Charts;
import org.almt.nn.Initialiser;

static final int WIDTH = 256;
static final int LAYERS = 10;

void main() {
    IO.println("root mean square of values and of gradients, 10 layers of 256");
    IO.println("%-22s  layer 1  layer 10  gradient 1  gradient 10".formatted(""));
    Map<String, float[]> last = new LinkedHashMap<>();
    last.put("normal(0.01), tanh", run("normal(0.01), tanh", Initialiser.normal(0.01), Ops::tanh, false));
    last.put("normal(0.2), tanh", run("normal(0.2), tanh", Initialiser.normal(0.2), Ops::tanh, false));
    last.put("Xavier, tanh", run("Xavier, tanh", Initialiser.xavierNormal(5.0 / 3), Ops::tanh, false));
    run("Xavier, relu", Initialiser.xavierNormal(1), Ops::relu, false);
    run("Kaiming, relu", Initialiser.kaimingNormal(Initialiser.RELU_GAIN), Ops::relu, false);
    last.put("normal(0.01), norm", run("normal(0.01), norm", Initialiser.normal(0.01), Ops::tanh, true));
    last.put("normal(0.2), norm", run("normal(0.2), norm", Initialiser.normal(0.2), Ops::tanh, true));
    Charts.histograms("Values of layer 10", -1.1, 1.1, last).write("L06Initialisation");
}

/** Values and gradients of a deep network at its start; returns the values of its last layer. */
static float[] run(String name, Initialiser initialiser, UnaryOperator<Tensor> function, boolean norm) {
    RandomStream random = new RandomStream(6, 0);
    Tensor ones = Tensor.full(1, WIDTH);
    Tensor zeros = Tensor.zeros(WIDTH);
    Tensor x = Tensor.zeros(64, WIDTH);
    Initialiser.normal(1).fill(x, random);
    List<Tensor> values = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
        Tensor weight = Tensor.zeros(WIDTH, WIDTH).requiresGrad(true);
        initialiser.fill(weight, random);
        Tensor sum = matmul(x, false, weight, true);
        x = function.apply(norm ? layerNorm(sum, ones, zeros, 1e-5f) : sum); // [64, 256]
        values.add(x.retainGrad());
    }
    Tensor directions = Tensor.zeros(64, WIDTH); // a gradient of size 1 arrives at the end
    Initialiser.normal(1).fill(directions, random);
    sum(mul(x, directions)).backward();
    IO.println("%-22s %8s %9s %11s %12s".formatted(name, size(values.getFirst()), size(values.getLast()),
            size(values.getFirst().grad()), size(values.getLast().grad())));
    return x.toArray();
}

/** The root mean square. */
static String size(Tensor x) {
    double squares = 0;
    for (float value : x.toArray()) {
        squares += (double) value * value;
    }
    return "%.2g".formatted(Math.sqrt(squares / x.shape().count()));
}

/// Row 2: a saturated tanh takes away most of a gradient. Weights of 0.2 over 256 inputs multiply the rest by 3.2 in
/// each layer. Here the second effect is stronger: the gradient grows to 23. Row 4: relu drops half of the mean square
/// of each layer, so that 0.026 is left with Xavier's rule. Rows 6 and 7: with a norm the start makes no difference.
///
/// ## Exercise
///
/// Keep the mean square of a network of relu layers at 1, by the rule of He. Then write the norm of a row:
/// [E06Initialisation](../src/test/java/org/almt/learn/exercise/E06Initialisation.java). Run `nn/learn/learn test 6`.
///
/// ## Read on
///
/// [Initialiser](../../../nn/src/main/java/org/almt/nn/Initialiser.java) has the rules with their papers.
/// [LayerNormalisation](../../../core/src/main/java/org/almt/core/op/LayerNormalisation.java) has the norm with its
/// gradient. [Lesson 20](L20Block.md) derives this gradient.
