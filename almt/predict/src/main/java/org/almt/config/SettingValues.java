package org.almt.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value for each setting of a {@link SettingTable}. Immutable. */
public final class SettingValues {
    private final SettingTable table;
    private final Map<String, Object> values;

    SettingValues(SettingTable table, Map<String, Object> values) {
        this.table = table;
        this.values = values;
    }

    /** The value of a setting of the table. */
    @SuppressWarnings("unchecked") // the setting itself has read the value
    public <T> T get(Setting<T> setting) {
        return (T) Objects.requireNonNull(values.get(setting.name()), setting.name());
    }

    /**
     * A copy with another value for one setting, given by its name. The value is a number, a truth value or text.
     *
     * @throws IllegalArgumentException if there is no such setting, or the value is unusable
     */
    public SettingValues with(String name, Object value) {
        Setting<?> setting = table.settings().get(name);
        if (setting == null) {
            throw new IllegalArgumentException("config: there is no '" + name + "'; known names are "
                    + String.join(", ", table.settings().keySet()));
        }
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(name, setting.read(value));
        return new SettingValues(table, changed);
    }

    /** The values in the form of JSON files, in order. {@link SettingTable#of} is the inverse. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        table.settings().forEach((name, setting) -> map.put(name, setting.written(this)));
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SettingValues same && same.table == table && same.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** For example {@code {epochs=200, lr=1.0E-4}}. */
    @Override
    public String toString() {
        return toMap().toString();
    }
}
