package org.almt.cli.option;

import java.util.function.UnaryOperator;
import org.almt.metrics.SpreadsheetCells;
import picocli.CommandLine.Option;

/** Whether ids in a written table are made safe for spreadsheets. */
public final class SafeCsvOption {
    @Option(names = "--safe-csv",
            description = "For spreadsheets: write ' before ids that begin as a formula does (=, +, -, @).")
    private boolean safe;

    public SafeCsvOption() {}

    public boolean isGiven() {
        return safe;
    }

    /** How an id is written. */
    public UnaryOperator<String> ids() {
        return safe ? SpreadsheetCells::safe : UnaryOperator.identity();
    }
}
