package org.almt.cli.option;

import java.util.function.UnaryOperator;
import org.almt.metrics.SpreadsheetCells;
import picocli.CommandLine.Option;

/** The option that makes ids in a written table safe for spreadsheets. */
public final class SafeCsvOption {
    @Option(names = "--safe-csv",
            description = "Write ' before ids that begin like a formula (=, +, -, @), so that a spreadsheet does not"
                    + " execute them.")
    private boolean safe;

    public SafeCsvOption() {}

    public boolean isGiven() {
        return safe;
    }

    /** The function from an id to its written form. */
    public UnaryOperator<String> ids() {
        return safe ? SpreadsheetCells::safe : UnaryOperator.identity();
    }
}
