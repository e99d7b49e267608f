package org.almt.cli.option;

import java.util.Locale;
import org.almt.model.Preset;
import org.almt.run.RunConfig;
import picocli.CommandLine.TypeConversionException;

/**
 * A data set, the built-in one included.
 *
 * @param nullablePreset null stands for the built-in data set, which {@code config.json} names like a preset
 */
public record PresetName(Preset nullablePreset) {
    static PresetName of(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        try {
            return new PresetName(name.equals(RunConfig.EMBEDDED) ? null : Preset.of(name));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage() + ", " + RunConfig.EMBEDDED);
        }
    }
}
