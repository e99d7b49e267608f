package org.almt.data;

import java.util.List;
import java.util.Set;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.input.Modality;

/**
 * Samples with three aligned or unaligned feature sequences and a sentiment label, in up to three splits of equal
 * feature shapes. Closing it releases its files; nothing may be read afterwards.
 *
 * <p>Threads: many may use it while none changes it.
 */
public interface DataSet extends AutoCloseable {
    /**
     * What this is, in a few words.
     *
     * @return such as a file name
     */
    String description();

    /**
     * Identifies the content, to be written down with results.
     *
     * @return a SHA-256 as 64 lower-case hexadecimal digits
     */
    String sha256();

    /**
     * What a user should know about how this data set was read: repaired values, skipped keys, a cache that was
     * written.
     *
     * @return sentences, possibly none
     */
    List<String> notes();

    /**
     * Shape of a modality of one sample.
     *
     * @param modality which
     * @return length and width
     */
    FeatureShape shape(Modality modality);

    /**
     * Whether the data bring features of a modality. One that is absent has the shape {@link FeatureShape#ABSENT} and
     * is 0.
     *
     * @param modality which
     * @return false for an absent modality
     */
    default boolean has(Modality modality) {
        return true;
    }

    /**
     * Shapes of all modalities of one sample.
     *
     * @return length and width of each
     */
    default InputShapes shapes() {
        return new InputShapes(shape(Modality.TEXT), shape(Modality.AUDIO), shape(Modality.VISION));
    }

    /**
     * Shape of the text features of one sample.
     *
     * @return length and width
     */
    default FeatureShape text() {
        return shape(Modality.TEXT);
    }

    /**
     * Shape of the audio features of one sample.
     *
     * @return length and width
     */
    default FeatureShape audio() {
        return shape(Modality.AUDIO);
    }

    /**
     * Shape of the vision features of one sample.
     *
     * @return length and width
     */
    default FeatureShape vision() {
        return shape(Modality.VISION);
    }

    /**
     * Which splits are open.
     *
     * @return their names
     */
    Set<SplitName> splits();

    /**
     * A split.
     *
     * @param name which
     * @return the split
     * @throws IllegalArgumentException where this data set was opened without it
     */
    Split split(SplitName name);

    @Override
    void close();
}
