package org.almt.baseline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/** The sizes and options of a baseline by name; immutable. Which names there are, its {@link Schema} says. */
public final class BaselineConfig implements ModelConfig {
    static final List<String> INPUTS =
            List.of("textLength", "textWidth", "audioLength", "audioWidth", "visionLength", "visionWidth");

    private final Schema schema;
    private final Map<String, Object> values;

    /** What a named value may be. */
    private enum Kind {
        /** A whole number; none may be larger, so that products of two fit an int. */
        SIZE("a whole number from 1 to 32768") {
            @Override
            @Nullable
            Object read(String text) {
                int size = Integer.parseInt(text);
                return size >= 1 && size <= 1 << 15 ? size : null;
            }
        },
        PROBABILITY("a number from 0 to below 1") {
            @Override
            @Nullable
            Object read(String text) {
                double p = Double.parseDouble(text);
                return p >= 0 && p < 1 ? p : null;
            }
        },
        FACTOR("a number from 0 to 1000") {
            @Override
            @Nullable
            Object read(String text) {
                double factor = Double.parseDouble(text);
                return factor >= 0 && factor <= 1000 ? factor : null;
            }
        },
        TRUTH("true or false") {
            @Override
            @Nullable
            Object read(String text) {
                return text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : null;
            }
        };

        private final String expected;

        Kind(String expected) {
            this.expected = expected;
        }

        /** Null, or a {@link NumberFormatException}, for what it may not be. */
        abstract @Nullable Object read(String text);
    }

    /** The names that an architecture's sizes and options have, after those of the inputs. */
    public static final class Schema {
        private final String architecture;
        private final Map<String, Kind> kinds = new LinkedHashMap<>();

        Schema(String architecture) {
            this.architecture = architecture;
            add(Kind.SIZE, INPUTS);
        }

        Schema sizes(String... names) {
            return add(Kind.SIZE, List.of(names));
        }

        Schema probabilities(String... names) {
            return add(Kind.PROBABILITY, List.of(names));
        }

        Schema factors(String... names) {
            return add(Kind.FACTOR, List.of(names));
        }

        Schema truths(String... names) {
            return add(Kind.TRUTH, List.of(names));
        }

        private Schema add(Kind kind, List<String> names) {
            names.forEach(name -> kinds.put(name, kind));
            return this;
        }

        /** The architecture's name. */
        public String architecture() {
            return architecture;
        }
    }

    private BaselineConfig(Schema schema, Map<String, Object> values) {
        this.schema = schema;
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * A configuration from {@link #toMap}'s names; values may be numbers, truth values or text.
     *
     * @throws IllegalArgumentException naming a missing or unusable entry
     */
    public static BaselineConfig of(Schema schema, Map<String, ?> map) {
        Map<String, Object> values = new LinkedHashMap<>();
        schema.kinds.forEach((name, kind) -> values.put(name, read(name, kind, map.get(name))));
        return new BaselineConfig(schema, values);
    }

    private static Object read(String name, Kind kind, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("config: '" + name + "' is missing");
        }
        Object read;
        try {
            read = kind.read(value.toString());
        } catch (NumberFormatException e) {
            read = null;
        }
        if (read == null) {
            throw new IllegalArgumentException(
                    "config: " + name + " is '" + value + "'; " + kind.expected + " is needed");
        }
        return read;
    }

    @Override
    public BaselineConfig with(String name, Object value) {
        if (!schema.kinds.containsKey(name)) {
            throw new IllegalArgumentException("config: there is no '" + name + "'; known names are "
                    + String.join(", ", new ArrayList<>(schema.kinds.keySet())));
        }
        Map<String, Object> changed = toMap();
        changed.put(name, value);
        return of(schema, changed);
    }

    @Override
    public String architecture() {
        return schema.architecture;
    }

    @Override
    public Map<String, Object> toMap() {
        return new LinkedHashMap<>(values);
    }

    private Object value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** The whole number of a name. */
    public int size(String name) {
        return (int) value(name);
    }

    float probability(String name) {
        return (float) number(name);
    }

    /** The number of a name. */
    public double number(String name) {
        return (double) value(name);
    }

    /** The truth value of a name. */
    public boolean truth(String name) {
        return (boolean) value(name);
    }

    @Override
    public int textLength() {
        return size("textLength");
    }

    @Override
    public int textWidth() {
        return size("textWidth");
    }

    @Override
    public int audioLength() {
        return size("audioLength");
    }

    @Override
    public int audioWidth() {
        return size("audioWidth");
    }

    @Override
    public int visionLength() {
        return size("visionLength");
    }

    @Override
    public int visionWidth() {
        return size("visionWidth");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BaselineConfig config && config.schema == schema && config.values.equals(values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(schema.architecture, values);
    }

    @Override
    public String toString() {
        return schema.architecture + " " + values;
    }
}
