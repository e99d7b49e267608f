package org.almt.data.corrupt;

import java.util.Arrays;
import java.util.Locale;
import org.almt.data.missing.MissingModalities;
import org.almt.data.missing.RandomMissing;
import java.util.stream.Collectors;
import org.almt.io.PrintableText;

/**
 * The ways in which a sequence of features is corrupted. The same random numbers serve all strengths of a kind; they
 * follow from its place in this list, so that new kinds come last.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum CorruptionKind {
    /** Gaussian noise on every feature, of so many times that feature's standard deviation. */
    NOISE(new Noise(), 1000),
    /** One span of frames is zero, so large a share of the sequence. */
    ERASE(new ErasedSpan(), 1),
    /** Single frames are zero, each with this probability. */
    DROP(new DroppedFrames(), 1),
    /**
     * Single rows are missing, each with this probability, by the protocol and the very masks of {@link RandomMissing}.
     */
    ROWS(new DroppedFrames(), 1),
    /** All frames of a sample are zero, with this probability. */
    MISSING(new MissingModality(), 1),
    /** Whole modalities are missing, so many that this rate of all is, by {@link MissingModalities}. */
    MODALITIES(new MissingModality(), MissingModalities.MOST);

    private final Transform transform;
    private final double most;

    CorruptionKind(Transform transform, double most) {
        this.transform = transform;
        this.most = most;
    }

    /** Does it to one sample. */
    Transform transform() {
        return transform;
    }

    /** The largest strength that means something. */
    public double most() {
        return most;
    }

    /** The name in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException when there is none
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
