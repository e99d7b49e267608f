package org.almt.baseline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.almt.input.Modality;

/**
 * Which modalities of a sample are there: all, two or one. A sample of which nothing is there counts as one that has
 * all, since there is nothing to draw the others from.
 */
public record Present(boolean text, boolean audio, boolean vision) {
    /** Nothing is missing. */
    public static final Present ALL = new Present(true, true, true);

    /** All if there is none. */
    public Present {
        if (!text && !audio && !vision) {
            text = true;
            audio = true;
            vision = true;
        }
    }

    /** These alone. */
    public static Present of(Set<Modality> there) {
        return new Present(
                there.contains(Modality.TEXT), there.contains(Modality.AUDIO), there.contains(Modality.VISION));
    }

    /**
     * Of sequences [B, 3 T, d] of the three modalities one after the other: one is missing if it is all zeros.
     *
     * @param size of a sample's sequence, T d
     */
    static List<Present> of(float[] sequences, int at, int batch, int size) {
        List<Present> all = new ArrayList<>();
        for (int sample = 0; sample < batch; sample++) {
            Set<Modality> there = EnumSet.noneOf(Modality.class);
            for (Modality modality : Modality.values()) {
                int from = at + (sample * Modality.values().length + modality.ordinal()) * size;
                if (!isZero(sequences, from, size)) {
                    there.add(modality);
                }
            }
            all.add(of(there));
        }
        return all;
    }

    private static boolean isZero(float[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a modality is there. */
    public boolean has(Modality modality) {
        return switch (modality) {
            case TEXT -> text;
            case AUDIO -> audio;
            case VISION -> vision;
        };
    }

    /** Whether this modality is missing and both others are there. */
    public boolean hasAllBut(Modality modality) {
        return !has(modality) && (text ? 1 : 0) + (audio ? 1 : 0) + (vision ? 1 : 0) == 2;
    }
}
