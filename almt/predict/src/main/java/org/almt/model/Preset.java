package org.almt.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.almt.input.DatasetKind;

/**
 * The data sets that a model may be made for: those of the paper and the generated one. The paper's have two forms:
 * full sequences, as in the reference's present code, or 50 frames, as in the paper.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum Preset {
    /** CMU-MOSI, unaligned, full lengths. */
    MOSI(AlmtConfig.standard(50, 768, 375, 5, 500, 20, 2), DatasetKind.MOSI, false),
    /** CMU-MOSEI, unaligned, full lengths. */
    MOSEI(AlmtConfig.standard(50, 768, 500, 74, 500, 35, 4), DatasetKind.MOSEI, false),
    /** CH-SIMS, unaligned, full lengths. */
    SIMS(AlmtConfig.standard(39, 768, 400, 33, 55, 709, 4), DatasetKind.SIMS, false),
    /** CMU-MOSI, audio and vision cut to 50 frames. */
    MOSI_PAPER(AlmtConfig.standard(50, 768, 50, 5, 50, 20, 2), DatasetKind.MOSI, true),
    /** CMU-MOSEI, audio and vision cut to 50 frames. */
    MOSEI_PAPER(AlmtConfig.standard(50, 768, 50, 74, 50, 35, 4), DatasetKind.MOSEI, true),
    /**
     * CH-SIMS, audio and vision cut to 50 frames. Its 39 tokens use a table of 50 positions, as in the paper's code.
     */
    SIMS_PAPER(AlmtConfig.standard(50, 768, 50, 33, 50, 709, 4), DatasetKind.SIMS, true),
    /** The generated data set: sentences of up to 20 words, 40 frames. */
    EMBEDDED(AlmtConfig.standard(20, 32, 40, 8, 40, 12, 2), DatasetKind.MOSI, false);

    private static final String PAPER = "-paper";

    private final AlmtConfig config;
    private final DatasetKind kind;
    private final boolean cropped;

    Preset(AlmtConfig config, DatasetKind kind, boolean cropped) {
        this.config = config;
        this.kind = kind;
        this.cropped = cropped;
    }

    /** The model's sizes. */
    public AlmtConfig config() {
        return config;
    }

    /** The scale of the labels, and the metrics of predictions. */
    public DatasetKind kind() {
        return kind;
    }

    /** Whether audio and vision are cropped to 50 frames, from the first frame that is not all zero. */
    public boolean cropped() {
        return cropped;
    }

    /** The name on the command line and in {@code config.json}, such as {@code mosi-paper}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of the data set, the same for full and cropped sequences: {@code mosi}, {@code embedded}, …. */
    public String dataSet() {
        return label().replace(PAPER, "");
    }

    /** The preset with a name. */
    public static Preset of(String label) {
        for (Preset preset : values()) {
            if (preset.label().equals(label)) {
                return preset;
            }
        }
        throw new IllegalArgumentException("preset: there is no '" + label + "'; known are "
                + Arrays.stream(values()).map(Preset::label).collect(Collectors.joining(", ")));
    }
}
