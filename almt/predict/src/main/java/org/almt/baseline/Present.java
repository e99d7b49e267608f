package org.almt.baseline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.almt.input.Modality;

/**
 * The modalities present in a sample: all, two or one. A sample without any modality counts as complete, because there
 * is nothing to sample the missing ones from.
 */
public record Present(boolean text, boolean audio, boolean vision) {
    /** All modalities are present. */
    public static final Present ALL = new Present(true, true, true);

    /** Replaces an empty set by the set of all modalities. */
    public Present {
        if (!text && !audio && !vision) {
            text = true;
            audio = true;
            vision = true;
        }
    }

    /** The given modalities are present. */
    public static Present of(Set<Modality> there) {
        return new Present(
                there.contains(Modality.TEXT), there.contains(Modality.AUDIO), there.contains(Modality.VISION));
    }

    /**
     * The present modalities of sequences [B, 3 T, d], which hold the three modalities one after the other. A modality
     * is missing if its sequence is all zeros.
     *
     * @param size the size of a sample's sequence, T d
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

    /** Whether a modality is present. */
    public boolean has(Modality modality) {
        return switch (modality) {
            case TEXT -> text;
            case AUDIO -> audio;
            case VISION -> vision;
        };
    }

    /** Whether this modality is missing and both others are present. */
    public boolean hasAllBut(Modality modality) {
        return !has(modality) && (text ? 1 : 0) + (audio ? 1 : 0) + (vision ? 1 : 0) == 2;
    }
}
