package org.almt.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.data.corrupt.Corruption;
import org.almt.data.corrupt.CorruptionKind;
import org.almt.input.Modality;
import org.jspecify.annotations.Nullable;

/**
 * Test metrics at increasing strengths of one corruption.
 *
 * @param name its name, also that of its file
 *
 * @param description a short description; may be empty
 *
 * @param kind the kind of corruption
 *
 * @param modality the corrupted modality; null for all
 *
 * @param strengths the strengths, in increasing order
 *
 * @param trained whether a model is trained for each strength; otherwise the trained runs are tested at every strength
 *
 * @param variants the variants with such curves
 */
public record Curve(
        String name, String description, CorruptionKind kind, @Nullable Modality modality, List<Double> strengths,
        boolean trained, List<String> variants) {
    /** Keeps immutable copies. */
    public Curve {
        strengths = List.copyOf(strengths);
        variants = List.copyOf(variants);
    }

    /** The corruption at a strength. */
    public Corruption at(double strength) {
        return new Corruption(kind, modality, strength);
    }

    /** The column of test predictions at a strength. No name contains the ~. */
    public String column(double strength) {
        return name + "~" + strength;
    }

    /**
     * The variant that is trained for a strength. At strength 0 it is the variant itself, since nothing is corrupted.
     */
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
