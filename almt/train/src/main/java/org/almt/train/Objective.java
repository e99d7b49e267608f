package org.almt.train;

import org.almt.core.Tensor;
import org.almt.saved.Network;

/** What training minimises. */
@FunctionalInterface
public interface Objective {
    /** The loss of a batch, a scalar: the mean over its samples. Recorded once for each batch size. */
    Tensor loss(TrainingBatch batch);

    /** The distance of a network's predictions from the labels. */
    static Objective of(Network network, Loss loss) {
        return batch -> loss.of(network.forward(batch.inputs()), batch.labels());
    }
}
