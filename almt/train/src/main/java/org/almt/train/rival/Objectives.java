package org.almt.train.rival;

import org.almt.baseline.Fdmer;
import org.almt.baseline.Imder;
import org.almt.baseline.Lnln;
import org.almt.baseline.Misa;
import org.almt.baseline.Mmim;
import org.almt.baseline.SelfMm;
import org.almt.data.Split;
import org.almt.nn.Layer;
import org.almt.saved.Network;
import org.almt.train.Objective;
import org.almt.train.TrainingConfig;

/** Creates the objective of each model. */
public final class Objectives {
    private Objectives() {}

    /**
     * The objective of a network's kind of model. For most models it is the distance of predictions from labels.
     *
     * @param train the samples that it learns from
     */
    public static Objective of(Network network, TrainingConfig training, Split train) {
        Layer model = network.root();
        if (model instanceof Lnln lnln) {
            return new LnlnObjective(lnln, training.loss());
        }
        if (model instanceof Misa misa) {
            return new MisaObjective(misa, training.loss());
        }
        if (model instanceof SelfMm selfMm) {
            return new SelfMmObjective(selfMm, training.loss(), train);
        }
        if (model instanceof Fdmer fdmer) {
            return new FdmerObjective(fdmer, training.loss());
        }
        if (model instanceof Imder imder) {
            return new ImderObjective(imder, training.loss(), training.seed());
        }
        if (model instanceof Mmim mmim) {
            return new MmimObjective(mmim, training.loss(), training.batchSize());
        }
        return Objective.of(network, training.loss());
    }
}
