package org.almt.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The data sets of the paper: full sequences as the reference's present code reads them, or 50 frames as the paper did.
 */
public enum Preset {
    /** CMU-MOSI, unaligned, full lengths. */
    MOSI(AlmtConfig.standard(50, 768, 375, 5, 500, 20, 2), 3, false),
    /** CMU-MOSEI, unaligned, full lengths. */
    MOSEI(AlmtConfig.standard(50, 768, 500, 74, 500, 35, 4), 3, false),
    /** CH-SIMS, unaligned, full lengths. */
    SIMS(AlmtConfig.standard(39, 768, 400, 33, 55, 709, 4), 1, false),
    /** CMU-MOSI, audio and vision cut to 50 frames. */
    MOSI_PAPER(AlmtConfig.standard(50, 768, 50, 5, 50, 20, 2), 3, true),
    /** CMU-MOSEI, audio and vision cut to 50 frames. */
    MOSEI_PAPER(AlmtConfig.standard(50, 768, 50, 74, 50, 35, 4), 3, true),
    /**
     * CH-SIMS, audio and vision cut to 50 frames; its 39 tokens use a table of 50 positions, as the paper's code had
     * it.
     */
    SIMS_PAPER(AlmtConfig.standard(50, 768, 50, 33, 50, 709, 4), 1, true);

    private final AlmtConfig config;
    private final int labelLimit;
    private final boolean cropped;

    Preset(AlmtConfig config, int labelLimit, boolean cropped) {
        this.config = config;
        this.labelLimit = labelLimit;
        this.cropped = cropped;
    }

    /** The model's sizes. */
    public AlmtConfig config() {
        return config;
    }

    /** Labels lie in [-limit, limit]. */
    public int labelLimit() {
        return labelLimit;
    }

    /** Whether audio and vision are cut to 50 frames (spec: from the first frame that is not all zero). */
    public boolean cropped() {
        return cropped;
    }

    /** The name on the command line, such as {@code mosi-paper}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The preset of a name. */
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
