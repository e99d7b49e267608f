package org.almt.model.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which scales of language guide the hyper-modality (paper, Table 6). Layer j is guided by scale j; where that scale is
 * not among the guides, an {@link UnguidedLayer} takes the layer's place, so that the number of layers stays.
 *
 * <p>Without any guide no audio and no vision would enter. The paper's numbers of that row are those of its "w/o AHL"
 * row (34.40, .952, 38.29, .444), so {@code none} is the model of {@link HyperKind#CONCAT}.
 *
 * @param scales numbers from 1, ascending; empty for none, null for all that there are
 */
public record Guides(@Nullable List<Integer> scales) {
    static final String EXPECTED = "all, none, and scales in ascending order such as 2 or 1+3";
    static final Guides ALL = new Guides(null);

    /** Takes a copy. */
    public Guides {
        scales = scales == null ? null : List.copyOf(scales);
    }

    /** Whether scale {@code j} guides, counted from 1. */
    public boolean has(int j) {
        return scales == null || scales.contains(j);
    }

    /** Whether no scale does. */
    public boolean none() {
        return scales != null && scales.isEmpty();
    }

    /** The last scale that is named; 0 where none is, or all are. */
    int last() {
        return scales == null || scales.isEmpty() ? 0 : scales.get(scales.size() - 1);
    }

    /** The name in configurations: {@code all}, {@code none}, or such as {@code 1+3}. */
    public String label() {
        return scales == null ? "all"
                : scales.isEmpty() ? "none"
                : scales.stream().map(String::valueOf).collect(Collectors.joining("+"));
    }

    /** The guides of a name; null if it is none. */
    static @Nullable Guides of(String name) {
        if (name.equals("all")) {
            return ALL;
        }
        if (name.equals("none")) {
            return new Guides(List.of());
        }
        List<Integer> scales = new ArrayList<>();
        int before = 0;
        for (String part : name.split("\\+", -1)) {
            int scale = part.matches("[1-9]\\d{0,4}") ? Integer.parseInt(part) : 0;
            if (scale <= before) {
                return null;
            }
            scales.add(scale);
            before = scale;
        }
        return new Guides(scales);
    }
}
