package org.almt.cli.output;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;
import org.almt.config.Setting;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.almt.train.TrainingConfig;
import org.jspecify.annotations.Nullable;

/**
 * The texts of {@code --help} for options that are settings. The key {@code setting.NAME} gives the line of
 * {@link TrainingConfig#TABLE}, with the defaults. The table is read only when help is printed.
 */
public final class SettingTexts extends ResourceBundle {
    private static final String PREFIX = "setting.";
    private static final List<String> KEYS = List.of("setting.epochs", "setting.batchSize", "setting.microBatch",
            "setting.lr", "setting.weightDecay", "setting.schedule", "setting.seed");

    /** The texts of all options of the command line. */
    public SettingTexts() {}

    @Override
    protected @Nullable Object handleGetObject(String key) {
        return KEYS.contains(key) ? text(key.substring(PREFIX.length())) : null;
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.enumeration(KEYS);
    }

    private static String text(String name) {
        Setting<?> setting = Objects.requireNonNull(TrainingConfig.TABLE.settings().get(name), name);
        String standard = text(TrainingConfig.STANDARD, name);
        String embedded = text(TrainingConfig.usual(Architecture.ALMT, Preset.EMBEDDED), name);
        return setting.meaning().substring(0, 1).toUpperCase(Locale.ROOT) + setting.meaning().substring(1)
                + " (" + setting.domain().expected() + "; default: " + standard
                + (embedded.equals(standard) ? "" : "; embedded data: " + embedded) + ").";
    }

    private static String text(TrainingConfig config, String name) {
        return Setting.text(Objects.requireNonNull(config.toMap().get(name), name));
    }
}
