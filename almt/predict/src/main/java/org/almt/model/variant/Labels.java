package org.almt.model.variant;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Options by the names that configurations use. */
final class Labels {
    private Labels() {}

    /** The one of {@code values} that bears the name; else an error that names them all. */
    static <T> T find(String option, String name, T[] values, Function<T, String> label) {
        for (T value : values) {
            if (label.apply(value).equals(name)) {
                return value;
            }
        }
        throw unknown(option, name, Arrays.stream(values).map(label).collect(Collectors.joining(", ")));
    }

    static IllegalArgumentException unknown(String option, String name, String known) {
        return new IllegalArgumentException("config: " + option + " is '" + name + "'; known are " + known);
    }
}
