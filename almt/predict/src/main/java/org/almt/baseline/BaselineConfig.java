package org.almt.baseline;

import java.util.Map;
import java.util.Objects;
import org.almt.config.Domain;
import org.almt.config.Setting;
import org.almt.config.SettingTable;
import org.almt.config.SettingValues;
import org.almt.model.AlmtConfig;
import org.almt.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/** The sizes and options of a baseline by name. Its {@link Schema} lists the names. Immutable. */
public final class BaselineConfig implements ModelConfig {
    private static final int MOST_COUNT = 1_000_000;

    private final Schema schema;
    private final SettingValues values;

    /** The settings of an architecture: first the sizes of the inputs, then its own. */
    public static final class Schema {
        private final String architecture;
        private final SettingTable table = new SettingTable();
        private int leastBatch = 1;

        Schema(String architecture) {
            this.architecture = architecture;
            AlmtConfig.inputs().forEach(table::add);
        }

        Schema size(String name, String meaning) {
            return add(name, Domain.size(), meaning);
        }

        Schema depth(String name, String meaning) {
            return add(name, Domain.depth(), meaning);
        }

        Schema count(String name, String meaning) {
            return add(name, Domain.whole(0, MOST_COUNT), meaning);
        }

        Schema probability(String name, String meaning) {
            return add(name, Domain.belowOne(), meaning);
        }

        Schema factor(String name, String meaning) {
            return add(name, Domain.upTo(1000), meaning);
        }

        Schema truth(String name, String meaning) {
            return add(name, Domain.truth(), meaning);
        }

        /** Declares that the losses compare the samples of a batch with one another. */
        Schema comparesSamples() {
            leastBatch = 2;
            return this;
        }

        private Schema add(String name, Domain<?> domain, String meaning) {
            table.add(name, domain, null, meaning);
            return this;
        }

        /** The smallest batch for which all terms of the losses are defined. */
        public int leastBatch() {
            return leastBatch;
        }

        /** The architecture's name. */
        public String architecture() {
            return architecture;
        }

        /** Its settings. Their values come from the presets. */
        public SettingTable table() {
            return table;
        }
    }

    private BaselineConfig(Schema schema, SettingValues values) {
        this.schema = schema;
        this.values = values;
    }

    /**
     * A configuration from {@link #toMap}'s names; values may be numbers, truth values or text.
     *
     * @throws IllegalArgumentException naming a missing or unusable entry
     */
    public static BaselineConfig of(Schema schema, Map<String, ?> map) {
        return new BaselineConfig(schema, schema.table.of(map));
    }

    @Override
    public BaselineConfig with(String name, Object value) {
        return new BaselineConfig(schema, values.with(name, value));
    }

    @Override
    public String architecture() {
        return schema.architecture;
    }

    @Override
    public Map<String, Object> toMap() {
        return values.toMap();
    }

    /** The whole number of a name. */
    public int size(String name) {
        return (int) values.get(setting(name));
    }

    float probability(String name) {
        return (float) number(name);
    }

    /** The number of a name. */
    public double number(String name) {
        return (double) values.get(setting(name));
    }

    /** The truth value of a name. */
    public boolean truth(String name) {
        return (boolean) values.get(setting(name));
    }

    private Setting<?> setting(String name) {
        return Objects.requireNonNull(schema.table.settings().get(name), name);
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
    public boolean equals(@Nullable Object other) {
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
