package app;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Parameters;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.layer.Linear;
import org.almt.nn.optim.AdamW;

/** A layer learns that y = 2 x - 1, is written to a file, and is read again. */
public final class Learning {
    private Learning() {}

    /**
     * Prints the output of the layer for x = 3.
     *
     * @param arguments the file to write
     */
    public static void main(String[] arguments) throws IOException {
        Linear line = new Linear(1, 1);
        line.initialise(1);
        Parameters parameters = Parameters.of(line);
        AdamW optimiser = new AdamW(parameters, 0.1, AdamW.Settings.withDecay(0));
        Tensor x = Tensor.of(new float[] {-1, 0, 1, 2}, 4, 1);
        Tensor y = Tensor.of(new float[] {-3, -1, 1, 3}, 4, 1);
        for (int step = 0; step < 300; step++) {
            parameters.zeroGrad();
            Ops.mseLoss(line.forward(x), y).backward();
            optimiser.step();
        }
        Path file = Path.of(arguments[0]);
        SafeTensors.write(file, line.state());
        try (var weights = SafeTensors.open(file)) {
            System.out.println(weights.tensors().keySet() + " "
                    + Math.round(line.forward(Tensor.of(new float[] {3}, 1, 1)).item() * 1000) / 1000f);
        }
    }
}
