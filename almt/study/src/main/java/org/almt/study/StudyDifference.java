package org.almt.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.almt.io.PrintableText;
import org.jspecify.annotations.Nullable;

/** Describes the settings in which two studies differ: {@code epochs was 2 and is now 1}. */
final class StudyDifference {
    private static final int MOST = 3;
    private static final int LONGEST = 60;

    private final List<String> found = new ArrayList<>();

    private StudyDifference() {}

    /** The first few differences; empty if the studies are equal except for their seeds. */
    static String between(Study before, Study now) {
        StudyDifference difference = new StudyDifference();
        difference.compare("", before.withSeeds(now.seeds()).toMap(), now.toMap());
        int count = difference.found.size();
        return String.join(", ", difference.found.subList(0, Math.min(MOST, count)))
                + (count > MOST ? ", and " + (count - MOST) + " more" : "");
    }

    private void compare(String path, @Nullable Object before, @Nullable Object now) {
        if (Objects.equals(before, now)) {
            return;
        }
        boolean oneIsMissing = (name(before) == null) != (name(now) == null);
        if (!oneIsMissing && isEntries(before) && isEntries(now)) {
            entries(path, entriesOf(before), entriesOf(now));
        } else {
            found.add(path + " was " + text(before) + " and is now " + text(now));
        }
    }

    private void entries(String path, Map<?, ?> before, Map<?, ?> now) {
        Set<Object> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(now.keySet());
        for (Object key : keys) {
            compare(path.isEmpty() ? key.toString() : path + "." + key, before.get(key), now.get(key));
        }
    }

    /** Whether a value has entries; a missing setting counts as empty. */
    private static boolean isEntries(@Nullable Object value) {
        return value == null || value instanceof Map<?, ?>
                || value instanceof List<?> list && list.stream().allMatch(one -> name(one) != null);
    }

    private static Map<?, ?> entriesOf(@Nullable Object value) {
        return switch (value) {
            case null -> Map.of();
            case Map<?, ?> map -> map;
            default -> named((List<?>) value);
        };
    }

    private static Map<Object, Object> named(List<?> list) {
        Map<Object, Object> map = new LinkedHashMap<>();
        list.forEach(one -> map.put(name(one), one));
        return map;
    }

    /** The name of a variant or a curve. */
    private static @Nullable Object name(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map.get("name") : null;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "not set";
        }
        String text = name(value) != null ? "there" : PrintableText.text(value.toString());
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
