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
     * The name of the split.
     *
     * @return the name
     */
    SplitName name();

    /**
     * The id of a sample, which identifies it across files and runs.
     *
     * @param sample the index of the sample
     * @return such as {@code video$_$clip}
     */
    String id(int sample);

    /**
     * Finds a sample by its id.
     *
     * @param id the id; if several samples have it, the id, {@code #} and the row, counted from 0
     * @return its index, or -1; the first index if several samples have the id
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

    /** The place of a sample in its file, for messages. */
    default String place(int sample) {
        return "row " + sample;
    }

    /** The rows of all samples with an id. */
    default int[] rowsOf(String id) {
        return IntStream.range(0, size()).filter(i -> id(i).equals(id)).toArray();
    }

    /**
     * The transcript.
     *
     * @param sample the index of the sample
     *
     * @return the text, or null if the data have none
     */
    @Nullable
    String rawText(int sample);

    /**
     * The word for the label given by the makers of the data set: Negative, Neutral, Positive.
     *
     * @param sample the index of the sample
     *
     * @return the word, or null if the data have none
     */
    @Nullable
    String annotation(int sample);

    /**
     * The sentiment label.
     *
     * @param sample the index of the sample
     * @return the label, inside the data set's range
     */
    float label(int sample);

    /**
     * The label of a single modality.
     *
     * @param which the modality
     *
     * @param sample the index of the sample
     *
     * @return the label, or NaN if the data have none
     */
    float label(UnimodalLabel which, int sample);

    @Override
    default void tokens(TokenRow row, int sample, int[] target, int at) {
        throw new IllegalStateException("split " + name() + " has no text_bert: no token ids");
    }
}
