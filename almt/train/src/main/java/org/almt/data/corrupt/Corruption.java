package org.almt.data.corrupt;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.almt.input.Modality;
import org.almt.io.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * One corruption of one modality, or of all.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param kind the kind
 * @param modality the modality; null for all
 * @param strength the strength: standard deviations for noise, otherwise a fraction or a probability
 */
public record Corruption(CorruptionKind kind, @Nullable Modality modality, double strength) {
    private static final String ALL = "all";

    /** Checks the strength. */
    public Corruption {
        if (!(strength >= 0 && strength <= kind.most())) {
            throw new IllegalArgumentException("corruption: the strength of " + kind.label() + " is " + strength
                    + "; a number from 0 to "
                    + (kind.most() < 1 ? Double.toString(kind.most()) : Integer.toString((int) kind.most()))
                    + " is needed");
        }
        if (kind == CorruptionKind.MODALITIES && modality != null) {
            throw new IllegalArgumentException("corruption: " + kind.label() + " is of " + modality.key()
                    + "; it removes whole modalities, so its modality must be '" + ALL + "' alone");
        }
    }

    /** The entry for {@code config.json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", kind.label());
        map.put("modality", label(modality));
        map.put("strength", strength);
        return map;
    }

    /**
     * The inverse of {@link #toMap}.
     *
     * @throws IllegalArgumentException naming a key that is missing, unknown or unusable
     */
    public static Corruption of(Map<?, ?> map) {
        for (Object key : map.keySet()) {
            if (!key.equals("kind") && !key.equals("modality") && !key.equals("strength")) {
                throw new IllegalArgumentException("corruption: unknown key '" + PrintableText.text(key.toString())
                        + "'; it has kind, modality and strength");
            }
        }
        if (!(map.get("strength") instanceof Number strength)) {
            throw new IllegalArgumentException("corruption: 'strength' must be a number");
        }
        return new Corruption(
                CorruptionKind.of(String.valueOf(map.get("kind"))), modality(String.valueOf(map.get("modality"))),
                strength.doubleValue());
    }

    /** Whether it applies to a modality. */
    public boolean actsOn(Modality which) {
        return modality == null || modality == which;
    }

    /** The name of a modality in files, or of all if it is null. */
    public static String label(@Nullable Modality modality) {
        return modality == null ? ALL : modality.key();
    }

    /**
     * The modality with a name; null for all.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static @Nullable Modality modality(String key) {
        if (key.equals(ALL)) {
            return null;
        }
        for (Modality modality : Modality.values()) {
            if (modality.key().equals(key)) {
                return modality;
            }
        }
        throw new IllegalArgumentException("corruption: there is no modality '" + PrintableText.text(key)
                + "'; known are "
                + Arrays.stream(Modality.values()).map(Modality::key).collect(Collectors.joining(", ")) + ", " + ALL);
    }

    /** For example {@code audio noise 0.5}. */
    @Override
    public String toString() {
        return label(modality) + " " + kind.label() + " " + strength;
    }
}
