package org.almt.bench;

import org.openjdk.jmh.annotations.Param;

/** Predictions for one sample, or for a batch; see {@link AlmtWork}. */
public abstract class AlmtPredictWork extends AlmtWork {
    /** Samples that are computed together. {@code Almt} gives one sample to one thread, however many there are. */
    @Param({"1", "64"})
    int batch;

    /** For subclasses. */
    protected AlmtPredictWork() {}

    @Override
    int batch() {
        return batch;
    }
}
