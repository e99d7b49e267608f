package org.almt.nn.optim;

/** How a learning rate changes over a run: a factor for each epoch, by which the base rate of each group is scaled. */
@FunctionalInterface
public interface Schedule {
    /**
     * The factor of an epoch.
     *
     * @param epoch from 1
     */
    double factor(long epoch);

    /** The same rate throughout. */
    static Schedule constant() {
        return epoch -> 1;
    }
}
