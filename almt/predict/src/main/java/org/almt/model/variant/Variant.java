package org.almt.model.variant;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What is different from the full model; immutable. The names of the components are the names that {@code config.json}
 * and {@code --set} use, and what is absent is as in {@link #FULL}. The experiments of the paper's Tables 3 to 7 are
 * choices of these.
 *
 * @param modalities which are read (Table 3)
 * @param modalityEmbedding whether frames are condensed into tokens; else see {@link FramesEmbedding} (Table 4)
 * @param hyper how the hyper-modality comes about (Tables 3 and 4)
 * @param guides which scales of language guide it (Table 6)
 * @param fusion how it and language become one (Tables 4 and 7)
 * @param fusionQuery which of the two asks in the fusion Transformer (Table 5)
 * @param fusionReads what the head reads of the fusion Transformer's rows
 * @param shared which layers are one
 * @param languageReadout whether the prediction also reads the language features themselves
 */
public record Variant(
        Modalities modalities,
        boolean modalityEmbedding,
        HyperKind hyper,
        Guides guides,
        FusionKind fusion,
        FusionQuery fusionQuery,
        FusionReads fusionReads,
        Shared shared,
        LanguageReadout languageReadout) {

    /** The paper's model, as its reference computes it. */
    public static final Variant FULL = new Variant(
            Modalities.ALL, true, HyperKind.AHL, Guides.ALL, FusionKind.TRANSFORMER, FusionQuery.LANGUAGE,
            FusionReads.TOKEN, Shared.NONE, LanguageReadout.NONE);

    /** The full model, but for what the head reads. */
    public static Variant reading(FusionReads reads) {
        return new Variant(
                FULL.modalities, FULL.modalityEmbedding, FULL.hyper, FULL.guides, FULL.fusion, FULL.fusionQuery, reads,
                FULL.shared, FULL.languageReadout);
    }

    /** The options by name, in order; {@link #of} is the inverse. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("modalities", modalities.label());
        map.put("modalityEmbedding", modalityEmbedding);
        map.put("hyper", hyper.label());
        map.put("guides", guides.label());
        map.put("fusion", fusion.label());
        map.put("fusionQuery", fusionQuery.label());
        map.put("fusionReads", fusionReads.label());
        map.put("shared", shared.label());
        map.put("languageReadout", languageReadout.label());
        return map;
    }

    /**
     * A variant from names and values; what is absent is as in {@link #FULL}, and other names are passed over.
     *
     * @throws IllegalArgumentException naming an unknown value, and the known ones
     */
    public static Variant of(Map<String, ?> map) {
        return new Variant(
                read(map, "modalities", Modalities::of, FULL.modalities),
                read(map, "modalityEmbedding", Variant::truth, FULL.modalityEmbedding),
                read(map, "hyper", HyperKind::of, FULL.hyper),
                read(map, "guides", Guides::of, FULL.guides),
                read(map, "fusion", FusionKind::of, FULL.fusion),
                read(map, "fusionQuery", FusionQuery::of, FULL.fusionQuery),
                read(map, "fusionReads", FusionReads::of, FULL.fusionReads),
                read(map, "shared", Shared::of, FULL.shared),
                read(map, "languageReadout", LanguageReadout::of, FULL.languageReadout));
    }

    private static <T> T read(Map<String, ?> map, String name, Function<String, T> parse, T otherwise) {
        Object value = map.get(name);
        return value == null ? otherwise : parse.apply(value.toString());
    }

    private static boolean truth(String name) {
        return Labels.find("modalityEmbedding", name, new Boolean[] {true, false}, String::valueOf);
    }

    /** Whether a model of the same sizes has parameters of the same names and shapes. */
    public boolean hasThePartsOf(Variant other) {
        return modalities == other.modalities && modalityEmbedding == other.modalityEmbedding && hyper == other.hyper
                && guides.equals(other.guides) && fusion == other.fusion && shared.equals(other.shared)
                && languageReadout == other.languageReadout;
    }

    /** Whether there are hyper-modality layers; else rows are concatenated. */
    public boolean adapts() {
        return hyper != HyperKind.CONCAT && !guides.none();
    }

    /**
     * Makes sure that the options go together. Apart from the constructor, since options are given one by one.
     *
     * @param hyperDepth hyper-modality layers, and so scales of language
     * @throws IllegalArgumentException when one contradicts another, or has no effect beside it
     */
    public void check(int hyperDepth) {
        require(!adapts() || modalities != Modalities.LANGUAGE_ALONE, "modalities=language leaves the hyper-modality"
                + " layers nothing to read; add hyper=concat");
        require(guides.equals(Guides.ALL) || hyper != HyperKind.CONCAT, "guides=" + guides.label()
                + " has no effect beside hyper=concat; leave one of them out");
        require(guides.last() <= hyperDepth, "guides="
                + guides.label() + " names a scale that there is not; with hyperDepth=" + hyperDepth
                + " there are 1 to " + hyperDepth);
        require(hyper != HyperKind.SWAPPED || modalityEmbedding, "hyper=swapped needs as many rows of audio as of"
                + " vision and language; leave modalityEmbedding=false out");
        boolean transformer = fusion == FusionKind.TRANSFORMER;
        require(transformer || fusionQuery == FULL.fusionQuery, "fusionQuery=" + fusionQuery.label()
                + " has no effect beside fusion=" + fusion.label() + "; leave one of them out");
        require(transformer || fusionReads == FULL.fusionReads, "fusionReads=" + fusionReads.label()
                + " has no effect beside fusion=" + fusion.label() + "; leave one of them out");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("config: " + message);
        }
    }
}
