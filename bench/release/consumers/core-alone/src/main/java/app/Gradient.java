package app;

import java.util.Arrays;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/** A gradient with the engine alone: the example of its page. */
public final class Gradient {
    private Gradient() {}

    /** Prints the gradient. */
    public static void main(String[] arguments) {
        Tensor w = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2).requiresGrad(true);
        Tensor x = Tensor.of(new float[] {1, -1}, 1, 2);
        Ops.mean(Ops.gelu(Ops.matmul(x, w))).backward();
        System.out.println(Arrays.toString(w.grad().toArray()));
    }
}
