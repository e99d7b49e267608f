package org.almt.bench;

/** A training step, from features in memory to updated weights; see {@link AlmtWork}. */
public abstract class AlmtStepWork extends AlmtWork {
    /** For subclasses. */
    protected AlmtStepWork() {}

    @Override
    int batch() {
        return 64;
    }
}
