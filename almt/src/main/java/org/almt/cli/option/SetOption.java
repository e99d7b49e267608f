package org.almt.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --set}: sets any value of {@code config.json}, by its name. */
public final class SetOption {
    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Set a size, a rate or an option by its name; 'almt describe --settings' lists all names."
                    + " May be repeated.")
    private List<String> sets = new ArrayList<>();

    /** The values by name; if a name is repeated, its last value is used. */
    public Map<String, String> values() {
        return Settings.of(sets);
    }
}
