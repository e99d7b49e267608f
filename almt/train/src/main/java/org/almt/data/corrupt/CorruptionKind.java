package org.almt.data.corrupt;

import java.util.Arrays;
import java.util.Locale;
import org.almt.data.missing.MissingModalities;
import org.almt.data.missing.RandomMissing;
import java.util.stream.Collectors;
import org.almt.io.PrintableText;

/**
 * The kinds of corruption of a sequence of features. All strengths of a kind use the same random numbers. These depend
 * on the position of the kind in this list, so new kinds must come last.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum CorruptionKind {
    /** Gaussian noise on every feature. The strength is a multiple of the feature's standard deviation. */
    NOISE(new Noise(), 1000),
    /** One span of frames is set to zero. The strength is its fraction of the sequence. */
    ERASE(new ErasedSpan(), 1),
    /** Single frames are set to zero, each with this probability. */
    DROP(new DroppedFrames(), 1),
    /**
     * Single rows are missing, each with this probability, with the protocol and the exact masks of
     * {@link RandomMissing}.
     */
    ROWS(new DroppedFrames(), 1),
    /** All frames of a sample are set to zero, with this probability. */
    MISSING(new MissingModality(), 1),
    /** Whole modalities are missing, at this rate of all, by {@link MissingModalities}. */
    MODALITIES(new MissingModality(), MissingModalities.MOST);

    private final Transform transform;
    private final double most;

    CorruptionKind(Transform transform, double most) {
        this.transform = transform;
        this.most = most;
    }

    /** Applies it to one sample. */
    Transform transform() {
        return transform;
    }

    /** The largest meaningful strength. */
    public double most() {
        return most;
    }

    /** The name in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CorruptionKind of(String label) {
        for (CorruptionKind kind : values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "corruption: there is no kind '" + PrintableText.text(label) + "'; known are "
                        + Arrays.stream(values()).map(CorruptionKind::label).collect(Collectors.joining(", ")));
    }
}
