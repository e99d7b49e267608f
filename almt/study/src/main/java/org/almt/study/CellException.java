package org.almt.study;

import java.io.IOException;

/** Thrown if a cell of a study fails. The cause is the failure. */
public final class CellException extends IOException {
    private static final long serialVersionUID = 1;

    private final String cell;

    /** The failure of a cell. */
    public CellException(StudyCell cell, Exception cause) {
        super("variant " + cell.variant().name() + ", seed " + cell.seed() + ": " + cause.getMessage(), cause);
        this.cell = "variant " + cell.variant().name() + ", seed " + cell.seed();
    }

    /** The cell, for example {@code variant full, seed 2}. */
    public String cell() {
        return cell;
    }
}
