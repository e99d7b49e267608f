package org.almt.train;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/**
 * The loss of training, by name: the mean over samples of a distance between prediction and label.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum Loss {
    /** The mean squared error, the reference's loss for ALMT. */
    MSE("mse") {
        @Override
        public Tensor of(Tensor predictions, Tensor labels) {
            return Ops.mseLoss(predictions, labels);
        }
    },
    /** The mean absolute error, MMSA's loss for the baselines. Runs are also measured by it. */
    L1("l1") {
        @Override
        public Tensor of(Tensor predictions, Tensor labels) {
            return Ops.l1Loss(predictions, labels);
        }
    };

    private final String label;

    Loss(String label) {
        this.label = label;
    }

    /** The name in {@code config.json}. */
    public String label() {
        return label;
    }

    /**
     * The loss, a scalar.
     *
     * @param predictions [B, 1]
     * @param labels [B, 1]
     */
    public abstract Tensor of(Tensor predictions, Tensor labels);

    /** The loss with a name. */
    public static Loss of(String label) {
        return Arrays.stream(values()).filter(loss -> loss.label.equals(label)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("config: loss is '" + label + "'; known are "
                        + Arrays.stream(values()).map(Loss::label).collect(Collectors.joining(", "))));
    }
}
