package org.almt.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is read strictly. A missing key or a value of another type is an {@link IllegalArgumentException}
 * that names the key and its place.
 *
 * @param where the place in the file, such as {@code data.}; empty at the top
 *
 * @param map the values by key
 */
public record JsonObject(String where, Map<String, ?> map) {
    /** Reads the object of a file. */
    public static JsonObject read(Path file) throws IOException {
        return new JsonObject("", Json.read(file));
    }

    /** Refuses unknown keys. Ignoring one silently could change the meaning of the file. */
    public void allIn(Set<String> known) {
        for (String key : map.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("unknown key '" + where + key + "'");
            }
        }
    }

    /** Whether the object has the key. */
    public boolean has(String key) {
        return map.containsKey(key);
    }

    /** The object under a key. */
    public JsonObject object(String key) {
        if (map.get(key) instanceof Map<?, ?> object) {
            Map<String, Object> named = new LinkedHashMap<>();
            object.forEach((name, value) -> named.put((String) name, value));
            return new JsonObject(where + key + ".", named);
        }
        throw wrong(key, "an object");
    }

    /** The text under a key. */
    public String text(String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "text");
    }

    /** The text under a key; null if it is null or the key is missing. */
    public @Nullable String textIfPresent(String key) {
        return map.get(key) == null ? null : text(key);
    }

    /** The truth value under a key. */
    public boolean truth(String key) {
        if (map.get(key) instanceof Boolean truth) {
            return truth;
        }
        throw wrong(key, "true or false");
    }

    /** The number under a key. */
    public double number(String key) {
        if (map.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(key, "a number");
    }

    private IllegalArgumentException wrong(String key, String expected) {
        return new IllegalArgumentException("'" + where + key + "' must be " + expected);
    }
}
