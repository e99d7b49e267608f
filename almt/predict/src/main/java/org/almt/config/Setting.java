package org.almt.config;

import org.jspecify.annotations.Nullable;

/**
 * One line of a {@link SettingTable}.
 *
 * @param name its name in {@code config.json}
 * @param domain its allowed values
 * @param standard its default; null if there is none, and each configuration must give it
 * @param required whether a file must give it: false for settings that files of older versions lack
 * @param meaning its meaning, in one sentence without a full stop
 * @param <T> the type of its values
 */
public record Setting<T>(
        String name, Domain<T> domain, @Nullable T standard, boolean required, String meaning) {

    /** The default in readable form, such as {@code 1e-4}; empty if there is none. */
    public String standardText() {
        return standard == null ? "" : text(domain.written(standard));
    }

    /** A value in readable form. */
    public static String text(Object value) {
        return value instanceof Double
                ? value.toString().replaceAll("\\.0$", "").replace(".0E", "e").replace('E', 'e')
                : value.toString();
    }

    T read(Object value) {
        T read = domain.read(value.toString());
        if (read == null) {
            String given = isNumber(value.toString()) ? value.toString() : "'" + value + "'";
            throw new IllegalArgumentException("config: " + name + " is " + given + "; " + domain.rule());
        }
        return read;
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The default, for a file that lacks the setting. */
    T absent() {
        if (required || standard == null) {
            throw new IllegalArgumentException("config: '" + name + "' is missing");
        }
        return standard;
    }

    Object written(SettingValues values) {
        return domain.written(values.get(this));
    }
}
