package org.almt.cli.option;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.almt.io.PrintableText;

/** The message for an unknown id of a sample. */
final class NearestIds {
    private static final int MOST_SHOWN = 3;

    private NearestIds() {}

    /** An error that names a few ids: those that contain the given one, then those with the longest common prefix. */
    static IOException unknown(String id, String where, List<String> ids) {
        String wanted = id.toLowerCase(Locale.ROOT);
        String nearest = ids.stream()
                .sorted(Comparator.comparingInt(other -> -likeness(wanted, other.toLowerCase(Locale.ROOT))))
                .limit(MOST_SHOWN)
                .map(other -> "'" + PrintableText.text(other) + "'")
                .collect(Collectors.joining(", "));
        return new IOException(
                "no sample of " + where + " has the id '" + PrintableText.text(id) + "'; the nearest are " + nearest
                        + " (almt evaluate --predictions FILE.csv lists those of a split)");
    }

    private static int likeness(String wanted, String other) {
        if (other.contains(wanted)) {
            return Integer.MAX_VALUE;
        }
        int difference = Arrays.mismatch(wanted.toCharArray(), other.toCharArray());
        return difference < 0 ? wanted.length() : difference;
    }
}
