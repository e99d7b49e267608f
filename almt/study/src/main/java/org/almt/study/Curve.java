package org.almt.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.data.corrupt.Corruption;
import org.almt.data.corrupt.CorruptionKind;
import org.almt.input.Modality;
import org.jspecify.annotations.Nullable;

/**
 * Test metrics at growing strengths of one corruption.
 *
 * @param name also of its file
 * @param description a few words; empty if there are none
 * @param kind what is done
 * @param modality to which modality; null for all
 * @param strengths how much, growing
 * @param trained whether each strength is a training of its own; else trained runs are tested at every strength
 * @param variants whose curves these are
 */
public record Curve(
        String name, String description, CorruptionKind kind, @Nullable Modality modality, List<Double> strengths,
        boolean trained, List<String> variants) {
    /** Keeps copies that cannot change. */
    public Curve {
        strengths = List.copyOf(strengths);
        variants = List.copyOf(variants);
    }

    /** What is done at a strength. */
    public Corruption at(double strength) {
        return new Corruption(kind, modality, strength);
    }

    /** The column of test predictions at a strength; the ~ is in no name. */
    public String column(double strength) {
        return name + "~" + strength;
    }

    /** The variant that is trained for a strength: at strength 0 the variant itself, since nothing is done then. */
    Arm variantAt(Arm variant, double strength) {
        return strength == 0 ? variant : variant.corrupted(variant.name() + "~" + column(strength), at(strength));
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        if (!description.isEmpty()) {
            map.put("description", description);
        }
        map.put("kind", kind.label());
        map.put("modality", Corruption.label(modality));
        map.put("strengths", strengths);
        map.put("at", trained ? "train" : "test");
        map.put("variants", variants);
        return map;
    }
}
