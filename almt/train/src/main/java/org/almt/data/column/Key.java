package org.almt.data.column;

import org.almt.data.UnimodalLabel;
import org.almt.input.Modality;
import org.jspecify.annotations.Nullable;

/** The keys of a split in an MMSA feature file that are read, with the contents expected under each. */
public enum Key {
    /** The ids of the samples, {@code video_id$_$clip_id}. */
    ID("id", Cells.TEXT, 1, true, "one string per sample"),
    /** The transcripts. */
    RAW_TEXT("raw_text", Cells.TEXT, 1, false, "one string per sample"),
    /** Negative, Neutral or Positive. */
    ANNOTATIONS("annotations", Cells.TEXT, 1, false, "one string per sample"),
    /** Language features. */
    TEXT("text", Cells.FLOAT, 3, false, "numbers [samples, tokens, features]"),
    /** Acoustic features. */
    AUDIO("audio", Cells.FLOAT, 3, false, "numbers [samples, frames, features]"),
    /** Visual features. */
    VISION("vision", Cells.FLOAT, 3, false, "numbers [samples, frames, features]"),
    /** The sentiment. */
    LABELS("regression_labels", Cells.FLOAT, 1, false, "one number per sample"),
    /** The sentiment of the text alone, as in CH-SIMS. */
    LABELS_T("regression_labels_T", Cells.FLOAT, 1, false, "one number per sample"),
    /** The sentiment of the audio alone. */
    LABELS_A("regression_labels_A", Cells.FLOAT, 1, false, "one number per sample"),
    /** The sentiment of the vision alone. */
    LABELS_V("regression_labels_V", Cells.FLOAT, 1, false, "one number per sample"),
    /** BERT's input: ids, mask, segments. */
    TEXT_BERT("text_bert", Cells.INT, 3, false, "integers [samples, 3, tokens]"),
    /** The number of frames of audio that are not padding. */
    AUDIO_LENGTHS("audio_lengths", Cells.INT, 1, false, "one integer per sample"),
    /** The number of frames of vision that are not padding. */
    VISION_LENGTHS("vision_lengths", Cells.INT, 1, false, "one integer per sample");

    /** The type of a converted element. */
    public enum Cells {
        TEXT, INT, FLOAT
    }

    public final String key;
    public final Cells cells;
    public final int rank;
    public final boolean required;
    public final String expected;

    Key(String key, Cells cells, int rank, boolean required, String expected) {
        this.key = key;
        this.cells = cells;
        this.rank = rank;
        this.required = required;
        this.expected = expected;
    }

    public static Key of(Modality modality) {
        return switch (modality) {
            case TEXT -> TEXT;
            case AUDIO -> AUDIO;
            case VISION -> VISION;
        };
    }

    public static Key of(UnimodalLabel label) {
        return switch (label) {
            case T -> LABELS_T;
            case A -> LABELS_A;
            case V -> LABELS_V;
        };
    }

    /** The key with that name; null for a key that is not read. */
    public static @Nullable Key named(String name) {
        for (Key key : values()) {
            if (key.key.equals(name)) {
                return key;
            }
        }
        return null;
    }

    boolean isFeature() {
        return this == TEXT || this == AUDIO || this == VISION;
    }

    public boolean isLabel() {
        return this == LABELS || this == LABELS_T || this == LABELS_A || this == LABELS_V;
    }
}
