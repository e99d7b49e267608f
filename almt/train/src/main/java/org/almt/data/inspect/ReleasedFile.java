package org.almt.data.inspect;

import java.util.Arrays;
import java.util.Optional;

/** The feature files released by MMSA's authors, identified by the hashes in MMSA's README. */
public enum ReleasedFile {
    /** CMU-MOSI, with sequences of their recorded lengths. */
    MOSI_UNALIGNED("CMU-MOSI, unaligned_50.pkl", "78e0f8b5ef8ff71558e7307848fc1fa929ecb078203f565ab22b9daab2e02524"),
    /** CMU-MOSI, audio and vision averaged over word pieces. */
    MOSI_ALIGNED("CMU-MOSI, aligned_50.pkl", "d3994fd25681f9c7ad6e9c6596a6fe9b4beb85ff7d478ba978b124139002e5f9"),
    /** CMU-MOSEI, with sequences of their recorded lengths. */
    MOSEI_UNALIGNED("CMU-MOSEI, unaligned_50.pkl", "ad8b23d50557045e7d47959ce6c5b955d8d983f2979c7d9b7b9226f6dd6fec1f"),
    /** CMU-MOSEI, audio and vision averaged over word pieces. */
    MOSEI_ALIGNED("CMU-MOSEI, aligned_50.pkl", "45eccfb748a87c80ecab9bfac29582e7b1466bf6605ff29d3b338a75120bf791"),
    /** CH-SIMS. */
    SIMS("CH-SIMS, unaligned_39.pkl", "c9e20c13ec0454d98bb9c1e520e490c75146bfa2dfeeea78d84de047dbdd442f");

    private final String title;
    private final String sha256;

    ReleasedFile(String title, String sha256) {
        this.title = title;
        this.sha256 = sha256;
    }

    /**
     * Recognises a file.
     *
     * @param sha256 its hash in lower-case hexadecimal digits
     *
     * @return the released file, if it is one
     */
    public static Optional<ReleasedFile> of(String sha256) {
        return Arrays.stream(values()).filter(file -> file.sha256.equals(sha256)).findFirst();
    }

    /**
     * The names of data set and file.
     *
     * @return for example {@code CMU-MOSI, unaligned_50.pkl}
     */
    public String title() {
        return title;
    }

    /**
     * Its hash.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String sha256() {
        return sha256;
    }
}
