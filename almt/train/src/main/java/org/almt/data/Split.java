package org.almt.data;

import java.util.stream.IntStream;
import org.almt.input.Samples;
import org.almt.input.TokenRow;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one split, by index, with their ids, transcripts and labels.
 *
 * <p>Threads: many may use it while none changes it.
 */
public interface Split extends Samples {
    /**
     * Which split it is.
     *
     * @return the name
     */
    SplitName name();

    /**
     * Identifies a sample across files and runs.
     *
     * @param sample index of the sample
     * @return such as {@code video$_$clip}
     */
    String id(int sample);

    /**
     * Finds a sample by its id.
     *
     * @param id the id; or, where several samples have it, the id, {@code #} and the row, counted from 0
     * @return its index, or -1; the first where several have it
     */
    default int indexOf(String id) {
        for (int i = 0; i < size(); i++) {
            if (id(i).equals(id)) {
                return i;
            }
        }
        int mark = id.lastIndexOf('#');
        if (mark < 0 || !id.substring(mark + 1).matches("[0-9]{1,9}")) {
            return -1;
        }
        int row = Integer.parseInt(id.substring(mark + 1));
        return row < size() && id(row).equals(id.substring(0, mark)) ? row : -1;
    }

    /** The rows of all samples with an id. */
    default int[] rowsOf(String id) {
        return IntStream.range(0, size()).filter(i -> id(i).equals(id)).toArray();
    }

    /**
     * The transcript.
     *
     * @param sample index of the sample
     * @return the text, or null where the data has none
     */
    @Nullable
    String rawText(int sample);

    /**
     * The word for the label that the data set's makers gave: Negative, Neutral, Positive.
     *
     * @param sample index of the sample
     * @return the word, or null where the data has none
     */
    @Nullable
    String annotation(int sample);

    /**
     * The sentiment label.
     *
     * @param sample index of the sample
     * @return the label, inside the data set's range
     */
    float label(int sample);

    /**
     * The label that one modality alone was given.
     *
     * @param which the modality
     * @param sample index of the sample
     * @return the label, or NaN where the data has none
     */
    float label(UnimodalLabel which, int sample);

    @Override
    default void tokens(TokenRow row, int sample, int[] target, int at) {
        throw new IllegalStateException("split " + name() + " has no text_bert: no token ids");
    }
}
