package org.almt.study;

import java.io.IOException;

/** A cell of a study failed; the cause says why. */
public final class CellException extends IOException {
    private static final long serialVersionUID = 1;

    private final String cell;

    /** The failure of a cell. */
    public CellException(StudyCell cell, Exception cause) {
        super("variant " + cell.variant().name() + ", seed " + cell.seed() + ": " + cause.getMessage(), cause);
        this.cell = "variant " + cell.variant().name() + ", seed " + cell.seed();
    }

    /** Which cell, for example {@code variant full, seed 2}. */
    public String cell() {
        return cell;
    }
}
