package org.almt.saved;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.almt.io.JsonObject;
import org.almt.language.LanguageMode;
import org.almt.language.TextPadding;

/**
 * The BERT that makes text features of transcripts. The run folder holds a copy; see {@link RunFiles#bert}.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param source the path from which it was loaded
 * @param sha256 the hash of the loaded model
 * @param use the use of it in the run
 */
public record LanguageConfig(String source, String sha256, LanguageUse use) {
    private static final Set<String> KEYS =
            Set.of("source", "sha256", "mode", "padding", "lr", "layerDecay", "frozenParts", "recompute");

    /** The values by name, in order; {@link #of} is the inverse. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("source", source);
        map.put("sha256", sha256);
        map.put("mode", use.mode().label());
        map.put("padding", use.padding().label());
        map.put("lr", use.lr());
        map.put("layerDecay", use.layerDecay());
        map.put("frozenParts", use.frozenParts());
        map.put("recompute", use.recompute());
        return map;
    }

    static LanguageConfig of(JsonObject map) {
        map.allIn(KEYS);
        return new LanguageConfig(map.text("source"), map.text("sha256"), new LanguageUse(
                LanguageMode.of(map.text("mode")), TextPadding.of(map.text("padding")),
                map.map().get("lr") == null ? null : map.number("lr"),
                map.has("layerDecay") ? map.number("layerDecay") : 1,
                map.has("frozenParts") ? whole("frozenParts", map.number("frozenParts")) : 0,
                map.has("recompute") && map.truth("recompute")));
    }

    private static int whole(String name, double value) {
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("'language." + name + "' is " + value + "; a whole number is needed");
        }
        return (int) value;
    }
}
