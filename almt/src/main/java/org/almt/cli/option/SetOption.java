package org.almt.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --set}: any value of {@code config.json}, by its name. */
public final class SetOption {
    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Another value for any size or rate, by its name in config.json; may be repeated.")
    private List<String> sets = new ArrayList<>();

    /** Values by name; of two for one name the later counts. */
    public Map<String, String> values() {
        return Settings.of(sets);
    }
}
