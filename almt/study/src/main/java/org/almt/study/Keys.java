package org.almt.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.almt.io.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is read strictly. Every error message names the place in the file.
 *
 * @param where the place in the file, such as {@code variants[2].}; empty at the top
 * @param map the object
 */
record Keys(String where, Map<String, Object> map) {
    /** Letters, digits, - and _: valid as a file name, and not mistaken for an option. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";
    /** The names of devices on Windows, in any case. */
    private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|(com|lpt)[0-9]");

    static IllegalArgumentException error(String message) {
        return new IllegalArgumentException("study: " + message);
    }

    void allIn(Set<String> known) {
        for (String key : map.keySet()) {
            if (!known.contains(key)) {
                throw error("unknown key '" + where + PrintableText.text(key) + "'; known are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    boolean has(String key) {
        return map.containsKey(key);
    }

    String text(String key) {
        if (!(map.get(key) instanceof String text) || text.isBlank()) {
            throw error("'" + where + key + "' must be text");
        }
        if (!isPlain(text)) {
            throw error("'" + where + key + "' must be one line, without control characters");
        }
        return text;
    }

    /** Whether a terminal shows a text without side effects. */
    private static boolean isPlain(String text) {
        return text.codePoints().allMatch(c -> PrintableText.text(Character.toString(c)).codePointAt(0) == c);
    }

    String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    /** A text; null if absent. */
    @Nullable
    String textIfPresent(String key) {
        return has(key) ? text(key) : null;
    }

    String name(String key) {
        String name = text(key);
        if (!name.matches(NAME)) {
            throw error("'" + where + key + "' is '" + PrintableText.text(name)
                    + "'; letters, digits, - and _ are possible, at most 64");
        }
        if (DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            throw error("'" + where + key + "' is '" + name + "', which cannot be a folder on Windows; choose another");
        }
        return name;
    }

    long whole(String key) {
        if (map.get(key) instanceof Long number) {
            return number;
        }
        throw error("'" + where + key + "' must be a whole number");
    }

    List<?> list(String key) {
        if (map.get(key) instanceof List<?> list) {
            return list;
        }
        throw error("'" + where + key + "' must be a list");
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object entry : list(key)) {
            if (!(entry instanceof String text)) {
                throw error("'" + where + key + "' must be a list of names");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Sizes and rates by their names; empty if there are none. */
    Map<String, Object> settings(String key) {
        Map<String, Object> settings = object(key).map();
        settings.forEach((name, value) -> {
            String place = where + key + "." + PrintableText.text(name);
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                throw error("'" + place + "' must be text, a number, true or false");
            }
            if (!isPlain(name) || !isPlain(value.toString())) {
                throw error("'" + place + "' must be one line, without control characters");
            }
        });
        return settings;
    }

    /** The object under a key; empty if there is none. */
    Keys object(String key) {
        return new Keys(where + key + ".", has(key) ? object(map.get(key), where + key) : Map.of());
    }

    /** Reads every object of a list, with its place. */
    <T> List<T> objects(String key, BiFunction<Keys, Integer, T> make) {
        List<T> made = new ArrayList<>();
        int i = 0;
        for (Object entry : list(key)) {
            String place = where + key + "[" + i + "]";
            made.add(make.apply(new Keys(place + ".", object(entry, place)), i++));
        }
        return made;
    }

    private static Map<String, Object> object(@Nullable Object value, String place) {
        if (!(value instanceof Map<?, ?> object)) {
            throw error("'" + place + "' must be an object");
        }
        Map<String, Object> named = new LinkedHashMap<>();
        object.forEach((name, one) -> named.put((String) name, one));
        return named;
    }
}
