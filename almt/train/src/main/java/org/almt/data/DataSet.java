package org.almt.data;

import java.util.List;
import java.util.Set;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.input.Modality;

/**
 * Samples with three aligned or unaligned feature sequences and a sentiment label, in up to three splits with equal
 * feature shapes. Closing the data set releases its files. Nothing may be read afterwards.
 *
 * <p>Threads: many may use it while none changes it.
 */
public interface DataSet extends AutoCloseable {
    /**
     * A short description.
     *
     * @return for example a file name
     */
    String description();

    /**
     * A hash of the content, to be recorded with results.
     *
     * @return a SHA-256 as 64 lower-case hexadecimal digits
     */
    String sha256();

    /**
     * Notes for the user about reading this data set: repaired values, skipped keys, a cache that was written.
     *
     * @return sentences, possibly none
     */
    List<String> notes();

    /**
     * The shape of a modality of one sample.
     *
     * @param modality the modality
     *
     * @return length and width
     */
    FeatureShape shape(Modality modality);

    /**
     * Whether the data contain features of a modality. An absent modality has the shape {@link FeatureShape#ABSENT} and
     * is 0.
     *
     * @param modality the modality
     * @return false for an absent modality
     */
    default boolean has(Modality modality) {
        return true;
    }

    /**
     * The shapes of all modalities of one sample.
     *
     * @return length and width of each
     */
    default InputShapes shapes() {
        return new InputShapes(shape(Modality.TEXT), shape(Modality.AUDIO), shape(Modality.VISION));
    }

    /**
     * The shape of the text features of one sample.
     *
     * @return length and width
     */
    default FeatureShape text() {
        return shape(Modality.TEXT);
    }

    /**
     * The shape of the audio features of one sample.
     *
     * @return length and width
     */
    default FeatureShape audio() {
        return shape(Modality.AUDIO);
    }

    /**
     * The shape of the vision features of one sample.
     *
     * @return length and width
     */
    default FeatureShape vision() {
        return shape(Modality.VISION);
    }

    /**
     * The splits that are open.
     *
     * @return their names
     */
    Set<SplitName> splits();

    /**
     * A split.
     *
     * @param name its name
     *
     * @return the split
     *
     * @throws IllegalArgumentException if this data set was opened without it
     */
    Split split(SplitName name);

    @Override
    void close();
}
