package org.almt.nn.optim;

/**
 * A learning rate that falls when a loss does not: PyTorch's {@code ReduceLROnPlateau}. It counts reports in a row in
 * which the loss is not below (1 - 1e-4) times the lowest loss before. When the count exceeds {@code patience}, the
 * rate is multiplied by {@code reduction}, and the count begins again.
 *
 * <p>A resumed run must report its earlier losses again.
 *
 * <p>Threads: one at a time.
 */
public final class Plateau implements Schedule {
    private static final double THRESHOLD = 1e-4;

    private final double reduction;
    private final int patience;
    private double lowest = Double.POSITIVE_INFINITY;
    private int waited;
    private double factor = 1;

    /** Begins at full rate. */
    public Plateau(double reduction, int patience) {
        if (!(reduction > 0 && reduction < 1) || patience < 0) {
            throw new IllegalArgumentException("plateau: reduction " + reduction + ", patience " + patience
                    + "; a number between 0 and 1, and 0 or more epochs, are needed");
        }
        this.reduction = reduction;
        this.patience = patience;
    }

    /** Receives a loss, such as that of an epoch on the validation split. */
    @Override
    public void report(double loss) {
        if (loss < lowest * (1 - THRESHOLD)) {
            lowest = loss;
            waited = 0;
        } else {
            waited++;
        }
        if (waited > patience) {
            factor *= reduction;
            waited = 0;
        }
    }

    /** The factor after the reports so far. It does not depend on {@code t}. */
    @Override
    public double factor(long t) {
        return factor;
    }
}
