package org.almt.model.variant;

import java.util.Map;
import org.almt.config.Domain;
import org.almt.config.Setting;
import org.almt.config.SettingTable;
import org.almt.config.SettingValues;
import org.jspecify.annotations.Nullable;

/**
 * The differences of a model from the full model. Immutable. {@link #TABLE} describes each option; an absent option has
 * the value of {@link #FULL}. The experiments of the paper's Tables 3 to 7 are combinations of these options.
 */
public final class Variant {
    /** The options, under the names of {@code config.json}. */
    public static final SettingTable TABLE = new SettingTable();

    private static final Setting<Modalities> MODALITIES = TABLE.addOptional("modalities",
            Domain.oneOf(Modalities.values(), Modalities::label), Modalities.ALL,
            "which modalities the model reads (Table 3)");
    private static final Setting<Boolean> MODALITY_EMBEDDING = TABLE.addOptional("modalityEmbedding", Domain.truth(),
            true, "whether frames are condensed into tokens (Table 4)");
    private static final Setting<HyperKind> HYPER = TABLE.addOptional("hyper",
            Domain.oneOf(HyperKind.values(), HyperKind::label), HyperKind.AHL,
            "how the hyper-modality is computed (Tables 3 and 4)");
    private static final Setting<Guides> GUIDES = TABLE.addOptional("guides",
            Domain.described(Guides.EXPECTED, Guides::of, Guides::label), Guides.ALL,
            "the scales of language that guide the hyper-modality (Table 6)");
    private static final Setting<FusionKind> FUSION = TABLE.addOptional("fusion",
            Domain.oneOf(FusionKind.values(), FusionKind::label), FusionKind.TRANSFORMER,
            "how the hyper-modality and language are fused (Tables 4 and 7)");
    private static final Setting<FusionQuery> FUSION_QUERY = TABLE.addOptional("fusionQuery",
            Domain.oneOf(FusionQuery.values(), FusionQuery::label), FusionQuery.LANGUAGE,
            "which of the two makes the queries of the fusion Transformer (Table 5)");
    private static final Setting<FusionReads> FUSION_READS = TABLE.addOptional("fusionReads",
            Domain.oneOf(FusionReads.values(), FusionReads::label), FusionReads.TOKEN,
            "the rows of the fusion Transformer that the head reads: its token row, as in the reference, or the mean"
                    + " of all rows");
    private static final Setting<Shared> SHARED = TABLE.addOptional("shared",
            Domain.oneOf(Shared.every(), Shared::label), Shared.NONE, "which layers share their parameters");

    private static final Setting<LanguageReadout> LANGUAGE_READOUT = TABLE.addOptional("languageReadout",
            Domain.oneOf(LanguageReadout.values(), LanguageReadout::label), LanguageReadout.NONE,
            "whether a linear function of the mean of the tokens' features is added to the prediction");

    /** The paper's model, as its reference computes it. */
    public static final Variant FULL = new Variant(TABLE.standard());

    private final SettingValues values;

    private Variant(SettingValues values) {
        this.values = values;
    }

    /**
     * Reads a variant from names and values. An absent option has the value of {@link #FULL}; other names are ignored.
     *
     * @throws IllegalArgumentException naming an unknown value, and the known ones
     */
    public static Variant of(Map<String, ?> map) {
        return new Variant(TABLE.of(map));
    }

    /** The options by name, in order; {@link #of} is the inverse. */
    public Map<String, Object> toMap() {
        return values.toMap();
    }

    /** {@code modalities} of {@link #TABLE}. */
    public Modalities modalities() {
        return values.get(MODALITIES);
    }

    /** {@code modalityEmbedding} of {@link #TABLE}. */
    public boolean modalityEmbedding() {
        return values.get(MODALITY_EMBEDDING);
    }

    /** {@code hyper} of {@link #TABLE}. */
    public HyperKind hyper() {
        return values.get(HYPER);
    }

    /** {@code guides} of {@link #TABLE}. */
    public Guides guides() {
        return values.get(GUIDES);
    }

    /** {@code fusion} of {@link #TABLE}. */
    public FusionKind fusion() {
        return values.get(FUSION);
    }

    /** {@code fusionQuery} of {@link #TABLE}. */
    public FusionQuery fusionQuery() {
        return values.get(FUSION_QUERY);
    }

    /** {@code fusionReads} of {@link #TABLE}. */
    public FusionReads fusionReads() {
        return values.get(FUSION_READS);
    }

    /** {@code shared} of {@link #TABLE}. */
    public Shared shared() {
        return values.get(SHARED);
    }

    /** {@code languageReadout} of {@link #TABLE}. */
    public LanguageReadout languageReadout() {
        return values.get(LANGUAGE_READOUT);
    }

    /** Whether a model of the same sizes has parameters of the same names and shapes. */
    public boolean hasThePartsOf(Variant other) {
        return modalities() == other.modalities() && modalityEmbedding() == other.modalityEmbedding()
                && hyper() == other.hyper()
                && guides().equals(other.guides()) && fusion() == other.fusion() && shared().equals(other.shared())
                && languageReadout() == other.languageReadout();
    }

    /** Whether there are hyper-modality layers; otherwise rows are concatenated. */
    public boolean adapts() {
        return hyper() != HyperKind.CONCAT && !guides().none();
    }

    /**
     * Checks that the options are consistent. This is not done in the constructor, since options are set one by one.
     *
     * @param hyperDepth the number of hyper-modality layers, and so of scales of language
     * @throws IllegalArgumentException if one option contradicts another, or has no effect together with it
     */
    public void check(int hyperDepth) {
        require(!adapts() || modalities() != Modalities.LANGUAGE_ALONE, "modalities=language leaves the hyper-modality"
                + " layers nothing to read; add hyper=concat");
        require(guides().equals(Guides.ALL) || hyper() != HyperKind.CONCAT, "guides=" + guides().label()
                + " has no effect beside hyper=concat; leave one of them out");
        require(guides().last() <= hyperDepth, "guides="
                + guides().label() + " names a scale that does not exist; with hyperDepth=" + hyperDepth
                + " there are 1 to " + hyperDepth);
        require(hyper() != HyperKind.SWAPPED || modalityEmbedding(), "hyper=swapped needs as many rows of audio as of"
                + " vision and language; leave modalityEmbedding=false out");
        boolean transformer = fusion() == FusionKind.TRANSFORMER;
        require(transformer || fusionQuery() == FULL.fusionQuery(), "fusionQuery=" + fusionQuery().label()
                + " has no effect beside fusion=" + fusion().label() + "; leave one of them out");
        require(transformer || fusionReads() == FULL.fusionReads(), "fusionReads=" + fusionReads().label()
                + " has no effect beside fusion=" + fusion().label() + "; leave one of them out");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("config: " + message);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Variant variant && variant.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
