package org.almt.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one kind of configuration, in the order of {@code config.json}. A class keeps a table in a constant
 * and adds its settings to it as further constants. With these constants it reads {@link SettingValues}:
 *
 * <pre>{@code
 * static final SettingTable TABLE = new SettingTable();
 * private static final Setting<Integer> EPOCHS =
 *         TABLE.add("epochs", Domain.whole(1, 1_000_000), 200, "passes, at most");
 *
 * int epochs() {
 *     return values.get(EPOCHS);
 * }
 * }</pre>
 */
public final class SettingTable {
    private final Map<String, Setting<?>> settings = new LinkedHashMap<>();

    /** A table without settings. */
    public SettingTable() {}

    /** Adds a setting that every file must contain. */
    public <T> Setting<T> add(String name, Domain<T> domain, @Nullable T standard, String meaning) {
        return add(new Setting<>(name, domain, standard, true, meaning));
    }

    /** Adds a setting that files of older versions lack. The default is the behaviour of these versions. */
    public <T> Setting<T> addOptional(String name, Domain<T> domain, T standard, String meaning) {
        return add(new Setting<>(name, domain, standard, false, meaning));
    }

    /** Adds a setting of another table. */
    public <T> Setting<T> add(Setting<T> setting) {
        if (settings.put(setting.name(), setting) != null) {
            throw new IllegalStateException("there are two settings '" + setting.name() + "'");
        }
        return setting;
    }

    /** The settings by name, in order. */
    public Map<String, Setting<?>> settings() {
        return Collections.unmodifiableMap(settings);
    }

    /** The defaults of all settings. */
    public SettingValues standard() {
        Map<String, Object> values = new LinkedHashMap<>();
        settings.forEach((name, setting) -> {
            Object value = setting.standard();
            if (value == null) {
                throw new IllegalArgumentException("config: '" + name + "' has no default");
            }
            values.put(name, value);
        });
        return new SettingValues(this, values);
    }

    /**
     * Reads values from a map, such as a JSON object. They may be numbers, truth values or text. Other names are
     * ignored.
     *
     * @throws IllegalArgumentException naming a missing or unusable entry
     */
    public SettingValues of(Map<String, ?> map) {
        Map<String, Object> values = new LinkedHashMap<>();
        settings.forEach((name, setting) -> {
            Object value = map.get(name);
            values.put(name, value == null ? setting.absent() : setting.read(value));
        });
        return new SettingValues(this, values);
    }
}
