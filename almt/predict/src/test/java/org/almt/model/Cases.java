package org.almt.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * The variants that tests go through: every option, and those combinations in which parts meet that know nothing of one
 * another.
 *
 * @param name for people
 * @param options what {@code --set} is given, {@code NAME=VALUE} each
 */
public record Cases(String name, List<String> options) {
    private static final String TABLE = """
            FULL
            ALL_ROWS_READ                 fusionReads=all
            WITHOUT_AUDIO                 modalities=language+vision
            WITHOUT_VISION                modalities=language+audio
            WITHOUT_AUDIO_AND_AHL         modalities=language+vision hyper=concat
            WITHOUT_VISION_AND_AHL        modalities=language+audio hyper=concat
            LANGUAGE_ALONE                modalities=language hyper=concat
            CONCATENATED                  hyper=concat
            CONCATENATED_ALL_ROWS_READ    hyper=concat fusionReads=all
            LANGUAGE_ANSWERS              hyper=swapped
            LANGUAGE_ANSWERS_AUDIO        hyper=swapped modalities=language+audio
            LANGUAGE_ANSWERS_VISION       hyper=swapped modalities=language+vision guides=1+3
            WITHOUT_EMBEDDING             modalityEmbedding=false
            WITHOUT_EMBEDDING_OR_AHL      modalityEmbedding=false hyper=concat fusionReads=all
            WITHOUT_EMBEDDING_OR_AUDIO    modalityEmbedding=false modalities=language+vision fusion=concat
            HYPER_ASKS                    fusionQuery=hyper
            HYPER_ASKS_ALL_ROWS_READ      fusionQuery=hyper fusionReads=all
            HYPER_ASKS_CONCATENATED       fusionQuery=hyper fusionReads=all hyper=concat modalities=language+audio
            NO_GUIDE                      guides=none
            GUIDE_1                       guides=1
            GUIDE_2                       guides=2
            GUIDE_3                       guides=3
            GUIDES_1_2                    guides=1+2
            GUIDES_1_3                    guides=1+3
            GUIDES_2_3                    guides=2+3
            FUSION_NONE                   fusion=none
            FUSION_CONCAT                 fusion=concat
            FUSION_ADD                    fusion=add
            FUSION_GRU                    fusion=gru
            FUSION_GRU_WITHOUT_EMBEDDING  fusion=gru modalityEmbedding=false
            FUSION_TENSOR                 fusion=tensor
            FUSION_LOW_RANK               fusion=low-rank
            FUSION_ADD_CONCATENATED       fusion=add hyper=concat
            SHARED_LANGUAGE               shared=language
            SHARED_HYPER                  shared=hyper
            SHARED_HYPER_GUIDE_2          shared=hyper guides=2
            SHARED_ALL                    shared=all
            SHARED_ALL_OF_ONE             shared=all hyperDepth=1 fusionDepth=1
            LANGUAGE_READ                 languageReadout=mean
            LANGUAGE_READ_FUSION_NONE     languageReadout=mean fusion=none
            ONE_TOKEN                     tokens=1
            FIVE_TOKENS                   tokens=5
            DEEP_EMBEDDING                embeddingDepth=2
            ONE_SCALE                     hyperDepth=1
            FIVE_SCALES                   hyperDepth=5
            FIVE_SCALES_TWO_GUIDES        hyperDepth=5 guides=2+5
            """;

    /** All of them. */
    public static Stream<Cases> all() {
        return TABLE.lines().map(line -> line.split(" +")).map(
                words -> new Cases(words[0], List.of(words).subList(1, words.length)));
    }

    /** The one of a name. */
    public static Cases named(String name) {
        return all().filter(variant -> variant.name.equals(name)).findFirst().orElseThrow();
    }

    /** A configuration with these options. */
    public AlmtConfig of(AlmtConfig base) {
        return with(base, options);
    }

    /** A configuration with options {@code NAME=VALUE}. */
    public static AlmtConfig with(AlmtConfig base, List<String> options) {
        AlmtConfig config = base;
        for (String option : options) {
            String[] parts = option.split("=");
            config = config.with(parts[0], parts[1]);
        }
        return config.checked();
    }

    @Override
    public String toString() {
        return name;
    }
}
