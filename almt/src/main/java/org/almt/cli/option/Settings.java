package org.almt.cli.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the values of {@code --set NAME=VALUE}. */
public final class Settings {
    private Settings() {}

    /** The values by name; if a name is repeated, its last value is used. */
    public static Map<String, String> of(List<String> texts) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new UsageError("--set " + text + ": NAME=VALUE is needed, for example epochs=20");
            }
            settings.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
        }
        return settings;
    }
}
