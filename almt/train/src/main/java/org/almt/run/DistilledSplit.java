package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.core.Shape;
import org.almt.data.ForwardingSplit;
import org.almt.data.Split;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;

/**
 * A training split whose labels are mixed with a teacher's outputs t: (1 - w) y + w t. Under mean squared error this
 * gives the gradients of the weighted loss (1 - w) (p - y)² + w (p - t)². The two losses differ only by w (1 - w) (y -
 * t)², which does not depend on the prediction p. Under {@code loss=l1} the student simply learns the mixed label.
 * After Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015, for outputs that are numbers.
 */
final class DistilledSplit extends ForwardingSplit {
    private final float[] outputs;
    private final double weight;

    private DistilledSplit(Split whole, float[] outputs, double weight) {
        super(whole);
        this.outputs = outputs;
        this.weight = weight;
    }

    /** The training split of a run, mixed with the teacher's outputs in its folder; unchanged without a teacher. */
    static Split of(RunFolder folder, RunConfig config, Split train) throws IOException {
        return config.teacher() == null
                ? train
                : new DistilledSplit(train, read(folder.teacher(), train.size()), config.teacher().weight());
    }

    private static float[] read(Path file, int samples) throws IOException {
        NpyArray array = Npy.read(file);
        if (!array.shape().equals(Shape.of(samples))) {
            throw new RemediableException(
                    file + ": has shape " + array.shape() + ", expected one output of the teacher for"
                            + " each of " + samples + " training samples; begin a new run",
                    Remedy.BEGIN_ANEW_ELSEWHERE);
        }
        return array.floats();
    }

    @Override
    public float label(int sample) {
        return (float) ((1 - weight) * super.label(sample) + weight * outputs[sample]);
    }
}
