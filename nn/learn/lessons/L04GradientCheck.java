/// # 4. A gradient is checked, not believed
///
/// 15 minutes. After lesson 1.
///
/// **The trap.** A network also trains with a wrong gradient. It only trains worse, and you will blame the learning
/// rate.
///
/// **Naive:** compare with `(f(x + h) - f(x)) / h` in float. There is no good h. A large h has an error from the
/// curvature. A small h has an error from the rounding of f, divided by h. **Right:** a better formula, in double
/// precision. The *five-point formula* uses four values, at x + h, x - h, x + 2 h and x - 2 h; the fifth point, x, has
/// no weight. The remaining error is a thousand times smaller than a rounding of float. A rounding is the distance of a
/// number to the nearest float.
///
/// `GradientCheck` does this for any function of tensors. It counts errors in roundings of float. A right operation has
/// an error of a few roundings, a wrong one of thousands. Without a formula it fits a curve through 32 values in float.
/// Their roundings cancel for the most part. This finds a wrong formula as well, but no error of a few roundings.
///
/// You can compute the error by hand. `GradientCheck` multiplies the elements of y by random weights in [-1, 1), the
/// same in every run, and adds them up in double: f is this sum. Its step is h = 2^-9. The slope is (8 (f(x + h) -
/// f(x - h)) - (f(x + 2 h) - f(x - 2 h))) / (12 h), in this order and in double. The error is the difference from the
/// gradient in float, divided by 2^-24 and by the norm of all slopes of this input. The norm is the square root of
/// the sum of squares. `GradientCheck.java` in core has the weights and these lines, and `run` returns the largest
/// error and its place; it prints nothing.

import org.almt.core.GradientCheck;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.learn.Charts;

/** y = x / (1 + |x|), with dy/dx = 1 / (1 + |x|)², or with a mistake in it. */
static final class Softsign extends Op {
    private final Tensor x;
    private final Tensor y;
    private final boolean wrong;

    Softsign(Tensor x, boolean wrong) {
        super("softsign", x);
        this.x = x;
        this.wrong = wrong;
        y = output(x.shape());
        readsInBackward(x);
    }

    @Override
    protected void forward() {
        for (int i = 0; i < x.shape().count(); i++) {
            float at = x.array()[x.offset() + i];
            y.array()[y.offset() + i] = at / (1 + Math.abs(at));
        }
    }

    @Override
    protected void backward() {
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        for (int i = 0; i < x.shape().count(); i++) {
            float size = 1 + Math.abs(x.array()[x.offset() + i]);
            float slope = 1 / (wrong ? size : size * size);
            dx.array()[dx.offset() + i] += dy.array()[dy.offset() + i] * slope;
        }
    }
}

static GradientCheck.Report check(boolean wrong) {
    return GradientCheck.of(in -> new Softsign(in[0], wrong).apply(),
            in -> Arrays.stream(in[0]).map(v -> v / (1 + Math.abs(v))).toArray()).run(inputs());
}

static GradientCheck.Report checkWithoutFormula(boolean wrong) {
    return GradientCheck.of(in -> new Softsign(in[0], wrong).apply()).run(inputs());
}

static Tensor inputs() {
    return Tensor.of(new float[] {-2, -0.5f, 0.3f, 1}, 4).requiresGrad(true);
}

/** An approximation of the slope of x⁵ at 0.7, which is 1.2005, for steps h = 1, 1/4, 1/16, … */
static double[] errors(DoubleBinaryOperator slope) {
    double[] digits = new double[14];
    for (int i = 0; i < digits.length; i++) {
        double h = Math.scalb(1.0, -2 * i);
        double error = Math.abs(slope.applyAsDouble(0.7, h) / 1.2005 - 1);
        digits[i] = StrictMath.log10(Math.max(error, 1e-16));
    }
    return digits;
}

static double fifth(double x) {
    return x * x * x * x * x;
}

static float fifth(float x) {
    return x * x * x * x * x;
}

void main() {
    double[] inFloat = errors((x, h) -> (fifth((float) (x + h)) - fifth((float) x)) / (float) h);
    double[] inDouble = errors((x, h) -> (fifth(x + h) - fifth(x)) / h);
    double[] fivePoints = errors(
            (x, h) -> (8 * (fifth(x + h) - fifth(x - h)) - (fifth(x + 2 * h) - fifth(x - 2 * h))) / (12 * h));
    IO.println("error of the slope of x⁵, as a power of ten");
    IO.println("    h      float  double  five points in double");
    for (int i = 0; i < 14; i += 2) {
        IO.println("  2^-%-3d  %6.1f  %6.1f  %6.1f".formatted(2 * i, inFloat[i], inDouble[i], fivePoints[i]));
    }

    GradientCheck.Report right = check(false);
    right.requireWithin(16);
    IO.println("right operation: within 16 roundings");
    GradientCheck.Report wrong = check(true);
    try {
        wrong.requireWithin(16);
    } catch (AssertionError e) {
        IO.println("wrong operation: off by %.1e roundings".formatted(wrong.worst()));
        IO.println("it says where:   " + e.getMessage().replaceFirst(", off by.*", ""));
    }
    checkWithoutFormula(false).requireWithin(16);
    IO.println("without formula: the right one passes, the wrong one is off by %.1e; fewer than %.0f do not show"
            .formatted(checkWithoutFormula(true).worst(), checkWithoutFormula(true).doubt()));

    Map<String, double[]> curves = new LinkedHashMap<>();
    curves.put("float", inFloat);
    curves.put("double", inDouble);
    curves.put("double, five points", fivePoints);
    Charts.curves("log10 of the error of a slope: there is no good h in float", "k; the step h is 1 / 4^k", curves)
            .write("L04GradientCheck");
}

/// ## Exercise
///
/// The operation `squareplus`, (x + sqrt(x² + 4)) / 2, is a smooth relu. Write its backward pass:
/// [E04GradientCheck](../src/test/java/org/almt/learn/exercise/E04GradientCheck.java). The test is a `GradientCheck`.
/// Run `nn/learn/learn test 4`.
///
/// ## Read on
///
/// [Your own op](../../../core/OWN-OP.md) has the rules that an operation must keep. Every operation of the engine has
/// such a check: `OpCheck` in the tests of core.
