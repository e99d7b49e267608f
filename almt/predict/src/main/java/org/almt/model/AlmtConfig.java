package org.almt.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.model.variant.FusionReads;
import org.almt.model.variant.Variant;
import org.jspecify.annotations.Nullable;

/**
 * The sizes that make an {@link AlmtModel}; immutable. The names of the components are the names that {@code
 * config.json} and {@code --set} use.
 *
 * @param textLength tokens of text, L_l; longer input is an error, shorter is allowed
 * @param textWidth features of a token, d_l
 * @param audioLength frames of audio, L_a
 * @param audioWidth features of an audio frame, d_a
 * @param visionLength frames of vision, L_v
 * @param visionWidth features of a vision frame, d_v
 * @param width width of every hidden row, d
 * @param tokens learned rows that each modality is condensed into, T
 * @param heads attention heads everywhere, h
 * @param headSize width of a head in the ViT-style blocks, e (inner width is heads x headSize)
 * @param hyperHeadSize width of a head in the adaptive hyper-modality layers
 * @param mlp hidden width of the feed-forward parts
 * @param embeddingDepth blocks in each modality embedding
 * @param hyperDepth adaptive hyper-modality layers, one for each scale of language
 * @param fusionDepth blocks of the fusion Transformer
 * @param variant what is different from the full model
 */
public record AlmtConfig(
        int textLength,
        int textWidth,
        int audioLength,
        int audioWidth,
        int visionLength,
        int visionWidth,
        int width,
        int tokens,
        int heads,
        int headSize,
        int hyperHeadSize,
        int mlp,
        int embeddingDepth,
        int hyperDepth,
        int fusionDepth,
        Variant variant) implements ModelConfig {

    /** What {@link #architecture} says. */
    public static final String ARCHITECTURE = "almt";

    /** No size may be larger: it would only be a typing error, and products of two must fit an int. */
    private static final int MAX_SIZE = 1 << 15;

    /** Checks that every size is positive and sensible. */
    public AlmtConfig {
        int[] sizes = {
                textLength, textWidth, audioLength, audioWidth, visionLength, visionWidth, width, tokens, heads,
                headSize,
                hyperHeadSize, mlp, embeddingDepth, hyperDepth, fusionDepth
        };
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] < 1 || sizes[i] > MAX_SIZE) {
                throw new IllegalArgumentException("config: " + SIZE_NAMES[i] + " is " + sizes[i]
                        + "; a whole number from 1 to " + MAX_SIZE + " is needed");
            }
        }
    }

    /** The full model, but for what the head reads. */
    public AlmtConfig(
            int textLength, int textWidth, int audioLength, int audioWidth, int visionLength, int visionWidth,
            int width,
            int tokens, int heads, int headSize, int hyperHeadSize, int mlp, int embeddingDepth, int hyperDepth,
            int fusionDepth, FusionReads fusionReads) {
        this(
                textLength, textWidth, audioLength, audioWidth, visionLength, visionWidth, width, tokens, heads,
                headSize,
                hyperHeadSize, mlp, embeddingDepth, hyperDepth, fusionDepth, Variant.reading(fusionReads));
    }

    private static final String[] SIZE_NAMES = {
            "textLength", "textWidth", "audioLength", "audioWidth", "visionLength", "visionWidth", "width", "tokens",
            "heads", "headSize", "hyperHeadSize", "mlp", "embeddingDepth", "hyperDepth", "fusionDepth"
    };

    /** The reference's sizes for given inputs (spec table 9 of the paper, and the reference's head widths). */
    public static AlmtConfig standard(
            int textLength, int textWidth, int audioLength, int audioWidth, int visionLength, int visionWidth,
            int fusionDepth) {
        return new AlmtConfig(
                textLength, textWidth, audioLength, audioWidth, visionLength, visionWidth, 128, 8, 8, 64, 16, 128, 1, 3,
                fusionDepth, Variant.FULL);
    }

    @Override
    public String architecture() {
        return ARCHITECTURE;
    }

    /** The sizes and options by name, in order; {@link #of} is the inverse, to which options may be missing. */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        int[] sizes = {
                textLength, textWidth, audioLength, audioWidth, visionLength, visionWidth, width, tokens, heads,
                headSize,
                hyperHeadSize, mlp, embeddingDepth, hyperDepth, fusionDepth
        };
        for (int i = 0; i < sizes.length; i++) {
            map.put(SIZE_NAMES[i], sizes[i]);
        }
        map.putAll(variant.toMap());
        return map;
    }

    /**
     * A configuration from {@link #toMap}'s names; values may be numbers or text.
     *
     * @throws IllegalArgumentException naming a missing or unusable entry
     */
    public static AlmtConfig of(Map<String, ?> map) {
        int[] s = new int[SIZE_NAMES.length];
        for (int i = 0; i < s.length; i++) {
            s[i] = size(SIZE_NAMES[i], map.get(SIZE_NAMES[i]));
        }
        return new AlmtConfig(
                s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], s[11], s[12], s[13], s[14],
                Variant.of(map));
    }

    @Override
    public AlmtConfig with(String name, Object value) {
        Map<String, Object> map = toMap();
        if (!map.containsKey(name)) {
            throw new IllegalArgumentException(
                    "config: there is no '" + name + "'; known names are " + String.join(", ", map.keySet()));
        }
        map.put(name, value);
        return of(map);
    }

    /** What the head reads of the fused rows. */
    public FusionReads fusionReads() {
        return variant.fusionReads();
    }

    @Override
    public AlmtConfig checked() {
        variant.check(hyperDepth);
        return this;
    }

    private static int size(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("config: '" + name + "' is missing");
        }
        try {
            return Integer.parseInt(value.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "config: " + name + " is '" + value + "'; a whole number from 1 to " + MAX_SIZE + " is needed", e);
        }
    }
}
