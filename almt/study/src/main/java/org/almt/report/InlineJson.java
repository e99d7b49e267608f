package org.almt.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.io.Json;
import org.jspecify.annotations.Nullable;

/** Writes JSON that is safe inside a {@code <script>} element, for any text. */
final class InlineJson {
    private InlineJson() {}

    /** The JSON of a map, without characters that HTML could interpret, and without single surrogates. */
    static String of(Map<String, ?> object) {
        String json = new String(Json.write(wellFormed(object)), StandardCharsets.UTF_8);
        StringBuilder safe = new StringBuilder(json.length() + 64);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            switch (c) {
                // outside of texts, JSON has none of these
                case '<', '>', '&', '\u2028', '\u2029', '\u007F' -> safe.append(String.format("\\u%04x", (int) c));
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    private static Map<String, Object> wellFormed(Map<?, ?> map) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(wellFormed(key.toString()), wellFormedValue(value)));
        return result;
    }

    private static @Nullable Object wellFormedValue(Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> wellFormed(map);
            case List<?> list -> {
                List<Object> result = new ArrayList<>(list.size());
                list.forEach(element -> result.add(wellFormedValue(element)));
                yield result;
            }
            case Number number -> number;
            case Boolean truth -> truth;
            default -> wellFormed(value.toString());
        };
    }

    /** The text with U+FFFD for each single surrogate. */
    static String wellFormed(String text) {
        if (text.codePoints().noneMatch(InlineJson::isHalf)) {
            return text;
        }
        return text.codePoints().map(c -> isHalf(c) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
