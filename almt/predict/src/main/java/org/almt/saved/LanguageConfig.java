package org.almt.saved;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.almt.io.JsonObject;
import org.almt.language.LanguageMode;
import org.almt.language.Padding;

/**
 * The BERT that makes text features of transcripts; the run folder holds a copy, see {@link RunFiles#bert}.
 *
 * @param source where it came from
 * @param sha256 of what was loaded from there
 * @param mode whether it is trained
 * @param padding what stands behind the end of a sentence
 * @param lr its learning rate at the top of the schedule, where it is trained at another than the rest; else null
 * @param layerDecay factor from the learning rate of a layer to that of the layer below; 1 for the same rate everywhere
 * @param recompute whether its layers are computed again in the backward pass, for less memory; changes no bit
 */
public record LanguageConfig(
        String source, String sha256, LanguageMode mode, Padding padding, Double lr, double layerDecay,
        boolean recompute) {
    private static final Set<String> KEYS =
            Set.of("source", "sha256", "mode", "padding", "lr", "layerDecay", "recompute");

    /** The largest learning rate that is no slip. */
    private static final double MOST = 1e3;

    /** Checks the rates. */
    public LanguageConfig {
        if (!(layerDecay > 0 && layerDecay <= 1)) {
            throw new IllegalArgumentException("config: the decay of learning rates over layers of BERT is "
                    + layerDecay + "; a number above 0, at most 1, is needed");
        }
        if (lr != null && !(lr >= 0 && lr <= MOST)) {
            throw new IllegalArgumentException("config: the learning rate of BERT is " + lr
                    + "; a number from 0 to 1000 is needed");
        }
    }

    /** One rate for all layers, which are computed once. */
    public LanguageConfig(String source, String sha256, LanguageMode mode, Padding padding, Double lr) {
        this(source, sha256, mode, padding, lr, 1, false);
    }

    /** Whether BERT is trained with the rest. */
    public boolean finetunes() {
        return mode == LanguageMode.FINETUNE;
    }

    /** The values by name, in order; {@link #of} is the inverse. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("source", source);
        map.put("sha256", sha256);
        map.put("mode", mode.label());
        map.put("padding", padding.label());
        map.put("lr", lr);
        map.put("layerDecay", layerDecay);
        map.put("recompute", recompute);
        return map;
    }

    static LanguageConfig of(JsonObject map) {
        map.allIn(KEYS);
        return new LanguageConfig(
                map.text("source"), map.text("sha256"), LanguageMode.of(map.text("mode")),
                Padding.of(map.text("padding")), map.map().get("lr") == null ? null : map.number("lr"),
                map.has("layerDecay") ? map.number("layerDecay") : 1, map.has("recompute") && map.truth("recompute"));
    }
}
