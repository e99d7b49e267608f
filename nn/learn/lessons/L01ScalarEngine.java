/// # 1. A scalar engine in one file
///
/// 15 minutes. You need to know what a derivative is.
///
/// **The trap.** A value that is used twice receives two gradients. The derivative of `y = x * x` at 3 is 6. An engine
/// must *add* each gradient to that of x. One that *stores* it instead answers 3. Nothing fails; the network learns
/// badly.
///
/// **The idea.** Each value remembers its inputs, and its slope towards each input. One walk from the result back to
/// the inputs gives all derivatives. At each step, the gradient of an input grows by slope times gradient. A value may
/// pass its gradient on only after all of its users have added to it. So the walk goes in reverse order of computation.
///
/// A lesson is a *compact source file* of Java 25: `void main()` needs no class around it, and `IO.println` prints.
///
/// **Naive:** `naive()` follows each path as it comes, and stores. **Right:** `backward()` first sorts the values, and
/// then adds.

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.learn.Charts;

/** A number that remembers how it was made. */
static final class Value {
    final double number;
    double gradient;
    private final List<Value> inputs;
    private final double[] slopes; // the derivative of this towards each input

    Value(double number, List<Value> inputs, double... slopes) {
        this.number = number;
        this.inputs = inputs;
        this.slopes = slopes;
    }

    static Value of(double number) {
        return new Value(number, List.of());
    }

    Value plus(Value other) {
        return new Value(number + other.number, List.of(this, other), 1, 1);
    }

    Value times(Value other) {
        return new Value(number * other.number, List.of(this, other), other.number, number);
    }

    Value power(double exponent) {
        double slope = exponent * StrictMath.pow(number, exponent - 1);
        return new Value(StrictMath.pow(number, exponent), List.of(this), slope);
    }

    Value relu() {
        return new Value(Math.max(0, number), List.of(this), number > 0 ? 1 : 0);
    }

    /** Wrong: a second path overwrites what the first one brought. */
    void naive(double arriving) {
        gradient = arriving;
        for (int i = 0; i < slopes.length; i++) {
            inputs.get(i).naive(slopes[i] * arriving);
        }
    }

    /** Right: from the last value to the first, each adding to its inputs. */
    void backward() {
        SequencedSet<Value> order = new LinkedHashSet<>();
        visit(order);
        gradient = 1;
        for (Value value : order.reversed()) {
            for (int i = 0; i < value.slopes.length; i++) {
                value.inputs.get(i).gradient += value.slopes[i] * value.gradient;
            }
        }
    }

    private void visit(SequencedSet<Value> order) {
        if (!order.contains(this)) {
            inputs.forEach(input -> input.visit(order));
            order.add(this); // after all of its inputs
        }
    }
}

void main() {
    Value x = Value.of(3);
    x.times(x).naive(1);
    IO.println("x * x at 3, stored: " + x.gradient);
    x = Value.of(3);
    x.times(x).backward();
    IO.println("x * x at 3, added:  " + x.gradient);

    // The example of micrograd's README, whose answers are 24.7041, 138.8338 and 645.5773.
    Value a = Value.of(-4);
    Value b = Value.of(2);
    Value c = a.plus(b);
    Value d = a.times(b).plus(b.power(3));
    c = c.plus(c).plus(Value.of(1));
    c = c.plus(Value.of(1)).plus(c).plus(a.times(Value.of(-1)));
    d = d.plus(d.times(Value.of(2))).plus(b.plus(a).relu());
    d = d.plus(d.times(Value.of(3))).plus(b.plus(a.times(Value.of(-1))).relu());
    Value e = c.plus(d.times(Value.of(-1)));
    Value f = e.power(2);
    Value g = f.times(Value.of(0.5)).plus(Value.of(10).times(f.power(-1)));
    g.backward();
    IO.println("g %.4f, dg/da %.4f, dg/db %.4f".formatted(g.number, a.gradient, b.gradient));

    // The same idea on tensors: a value is an array, and a slope is a whole operation.
    Tensor t = Tensor.of(new float[] {1, 2, 3}, 3).requiresGrad(true);
    Ops.sum(Ops.mul(t, t)).backward();
    IO.println("sum of t * t: " + t.grad());

    // A line learns to pass through three points.
    double slope = 0;
    double height = 0;
    double[] losses = new double[40];
    for (int step = 0; step < losses.length; step++) {
        Value w = Value.of(slope);
        Value h = Value.of(height);
        Value loss = Value.of(0);
        for (double[] point : new double[][] {{-1, -1}, {0, 1}, {1, 3}}) {
            Value miss = w.times(Value.of(point[0])).plus(h).plus(Value.of(-point[1]));
            loss = loss.plus(miss.power(2));
        }
        loss.backward();
        slope -= 0.1 * w.gradient;
        height -= 0.1 * h.gradient;
        losses[step] = loss.number;
    }
    IO.println("learned: y = %.3f x + %.3f, loss %.1f to %.4f".formatted(slope, height, losses[0], losses[39]));
    Charts.curves("A line learns", "steps", Map.of("loss", losses)).write("L01ScalarEngine");
}

/// ## Exercise
///
/// [E01ScalarEngine](../src/test/java/org/almt/learn/exercise/E01ScalarEngine.java) has no `tanh` and no division yet.
/// Write both with their slopes, then run `nn/learn/learn test 1`.
///
/// ## Read on
///
/// [Backward](../../../core/src/main/java/org/almt/core/Backward.java) is the same walk for tensors, on one screen.
/// Lesson 2 draws it.
