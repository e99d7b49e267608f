package org.almt.model.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The scales of language that guide the hyper-modality (paper, Table 6). Scale j guides layer j. If scale j is not a
 * guide, an {@link UnguidedLayer} replaces the layer, so the number of layers is constant.
 *
 * <p>Without a guide, audio and vision would not enter the model. The paper's numbers for this case are those of its
 * "w/o AHL" row (34.40, .952, 38.29, .444), so {@code none} is the model of {@link HyperKind#CONCAT}.
 *
 * @param scales the scales, counted from 1, in ascending order; empty for none, null for all
 */
public record Guides(@Nullable List<Integer> scales) {
    static final String EXPECTED = "all, none, and scales in ascending order such as 2 or 1+3";
    static final Guides ALL = new Guides(null);

    /** Copies the list. */
    public Guides {
        scales = scales == null ? null : List.copyOf(scales);
    }

    /** Whether scale {@code j} guides, counted from 1. */
    public boolean has(int j) {
        return scales == null || scales.contains(j);
    }

    /** Whether no scale guides. */
    public boolean none() {
        return scales != null && scales.isEmpty();
    }

    /** The last scale that is named; 0 for none and for all. */
    int last() {
        return scales == null || scales.isEmpty() ? 0 : scales.get(scales.size() - 1);
    }

    /** The name in configurations: {@code all}, {@code none}, or for example {@code 1+3}. */
    public String label() {
        return scales == null ? "all"
                : scales.isEmpty() ? "none"
                : scales.stream().map(String::valueOf).collect(Collectors.joining("+"));
    }

    /** The guides with a name; null if the name is not valid. */
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
