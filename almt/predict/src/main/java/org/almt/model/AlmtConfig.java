package org.almt.model;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.config.Domain;
import org.almt.config.Setting;
import org.almt.config.SettingTable;
import org.almt.config.SettingValues;
import org.almt.model.variant.FusionReads;
import org.almt.model.variant.Variant;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of an {@link AlmtModel}, and its {@link Variant}. Immutable. {@link #TABLE} describes each setting. The
 * defaults are the reference's (table 9 of the paper, and the reference's head widths). The sizes of inputs come from
 * the data, and the depth of the fusion from the preset.
 *
 * <p>Threads: immutable, safe for many.
 */
public final class AlmtConfig implements ModelConfig {
    /** The value of {@link #architecture}. */
    public static final String ARCHITECTURE = "almt";

    /** The sizes, then the options of {@link Variant#TABLE}, under the names of {@code config.json}. */
    public static final SettingTable TABLE = new SettingTable();

    private static final Setting<Integer> TEXT_LENGTH = TABLE.add("textLength", Domain.size(), null,
            "tokens of text, L_l; longer input is an error, shorter is allowed");
    private static final Setting<Integer> TEXT_WIDTH =
            TABLE.add("textWidth", Domain.size(), null, "features of a token, d_l");
    private static final Setting<Integer> AUDIO_LENGTH =
            TABLE.add("audioLength", Domain.size(), null, "frames of audio, L_a");
    private static final Setting<Integer> AUDIO_WIDTH =
            TABLE.add("audioWidth", Domain.size(), null, "features of an audio frame, d_a");
    private static final Setting<Integer> VISION_LENGTH =
            TABLE.add("visionLength", Domain.size(), null, "frames of vision, L_v");
    private static final Setting<Integer> VISION_WIDTH =
            TABLE.add("visionWidth", Domain.size(), null, "features of a vision frame, d_v");
    private static final Setting<Integer> WIDTH =
            TABLE.add("width", Domain.size(), 128, "width of every hidden row, d");
    private static final Setting<Integer> TOKENS =
            TABLE.add("tokens", Domain.size(), 8, "learned rows that each modality is condensed into, T");
    private static final Setting<Integer> HEADS = TABLE.add("heads", Domain.size(), 8, "attention heads of all layers,"
            + " h");
    private static final Setting<Integer> HEAD_SIZE = TABLE.add("headSize", Domain.size(), 64,
            "width of a head in the ViT-style blocks, e (inner width is heads x headSize)");
    private static final Setting<Integer> HYPER_HEAD_SIZE =
            TABLE.add("hyperHeadSize", Domain.size(), 16, "width of a head in the adaptive hyper-modality layers");
    private static final Setting<Integer> MLP =
            TABLE.add("mlp", Domain.size(), 128, "hidden width of the feed-forward parts");
    private static final Setting<Integer> EMBEDDING_DEPTH =
            TABLE.add("embeddingDepth", Domain.depth(), 1, "blocks in each modality embedding");
    private static final Setting<Integer> HYPER_DEPTH =
            TABLE.add("hyperDepth", Domain.depth(), 3,
                    "adaptive hyper-modality layers, one per scale of language");
    private static final Setting<Integer> FUSION_DEPTH =
            TABLE.add("fusionDepth", Domain.depth(), null, "blocks of the fusion Transformer");

    static {
        Variant.TABLE.settings().values().forEach(TABLE::add);
    }

    private final SettingValues values;
    private final Variant variant;

    private AlmtConfig(SettingValues values) {
        this.values = values;
        variant = Variant.of(values.toMap());
    }

    /**
     * The full model with the given sizes.
     *
     * @param sizes the sizes, in the order of {@link #TABLE}
     */
    public static AlmtConfig ofSizes(int... sizes) {
        Map<String, Object> map = new LinkedHashMap<>();
        Iterator<String> names = TABLE.settings().keySet().iterator();
        for (int size : sizes) {
            map.put(names.next(), size);
        }
        return of(map);
    }

    /** The six settings of every model: the lengths and widths of its inputs. */
    public static List<Setting<?>> inputs() {
        return List.of(TEXT_LENGTH, TEXT_WIDTH, AUDIO_LENGTH, AUDIO_WIDTH, VISION_LENGTH, VISION_WIDTH);
    }

    /** The reference's sizes for given inputs. */
    public static AlmtConfig standard(
            int textLength, int textWidth, int audioLength, int audioWidth, int visionLength, int visionWidth,
            int fusionDepth) {
        Map<String, Object> map = new LinkedHashMap<>();
        TABLE.settings().forEach((name, setting) -> map.put(name, setting.standardText()));
        int[] inputs = {textLength, textWidth, audioLength, audioWidth, visionLength, visionWidth};
        Iterator<String> names = TABLE.settings().keySet().iterator();
        for (int size : inputs) {
            map.put(names.next(), size);
        }
        map.put(FUSION_DEPTH.name(), fusionDepth);
        return of(map);
    }

    /**
     * Reads a configuration under {@link #toMap}'s names. Values may be numbers or text. Options of the variant may be
     * absent.
     *
     * @throws IllegalArgumentException naming a missing or unusable entry
     */
    public static AlmtConfig of(Map<String, ?> map) {
        return new AlmtConfig(TABLE.of(map));
    }

    @Override
    public String architecture() {
        return ARCHITECTURE;
    }

    @Override
    public Map<String, Object> toMap() {
        return values.toMap();
    }

    @Override
    public AlmtConfig with(String name, Object value) {
        return new AlmtConfig(values.with(name, value));
    }

    /** The differences from the full model. */
    public Variant variant() {
        return variant;
    }

    /** The fused rows that the head reads. */
    public FusionReads fusionReads() {
        return variant.fusionReads();
    }

    @Override
    public AlmtConfig checked() {
        variant.check(hyperDepth());
        return this;
    }

    @Override
    public int textLength() {
        return values.get(TEXT_LENGTH);
    }

    @Override
    public int textWidth() {
        return values.get(TEXT_WIDTH);
    }

    @Override
    public int audioLength() {
        return values.get(AUDIO_LENGTH);
    }

    @Override
    public int audioWidth() {
        return values.get(AUDIO_WIDTH);
    }

    @Override
    public int visionLength() {
        return values.get(VISION_LENGTH);
    }

    @Override
    public int visionWidth() {
        return values.get(VISION_WIDTH);
    }

    /** {@code width} of {@link #TABLE}. */
    public int width() {
        return values.get(WIDTH);
    }

    /** {@code tokens} of {@link #TABLE}. */
    public int tokens() {
        return values.get(TOKENS);
    }

    /** {@code heads} of {@link #TABLE}. */
    public int heads() {
        return values.get(HEADS);
    }

    /** {@code headSize} of {@link #TABLE}. */
    public int headSize() {
        return values.get(HEAD_SIZE);
    }

    /** {@code hyperHeadSize} of {@link #TABLE}. */
    public int hyperHeadSize() {
        return values.get(HYPER_HEAD_SIZE);
    }

    /** {@code mlp} of {@link #TABLE}. */
    public int mlp() {
        return values.get(MLP);
    }

    /** {@code embeddingDepth} of {@link #TABLE}. */
    public int embeddingDepth() {
        return values.get(EMBEDDING_DEPTH);
    }

    /** {@code hyperDepth} of {@link #TABLE}. */
    public int hyperDepth() {
        return values.get(HYPER_DEPTH);
    }

    /** {@code fusionDepth} of {@link #TABLE}. */
    public int fusionDepth() {
        return values.get(FUSION_DEPTH);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AlmtConfig config && config.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return ARCHITECTURE + " " + values;
    }
}
