package org.almt.data;

/**
 * The samples of one split, by index. Reading is safe from many threads. Nothing here is ever NaN or infinite.
 */
public interface Split {
    /**
     * Which split it is.
     *
     * @return the name
     */
    SplitName name();

    /**
     * How many samples there are.
     *
     * @return at least 1
     */
    int size();

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
     * @param id the id
     * @return its index, or -1
     */
    default int indexOf(String id) {
        for (int i = 0; i < size(); i++) {
            if (id(i).equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The transcript.
     *
     * @param sample index of the sample
     * @return the text, or null where the data has none
     */
    String rawText(int sample);

    /**
     * The word for the label that the data set's makers gave: Negative, Neutral, Positive.
     *
     * @param sample index of the sample
     * @return the word, or null where the data has none
     */
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

    /**
     * Copies some frames of a sample, row by row.
     *
     * @param modality which sequence
     * @param sample index of the sample
     * @param fromFrame first frame
     * @param frames how many
     * @param target where they go, {@code frames × width} values
     * @param at index of the first of them
     */
    void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at);

    /**
     * Copies the text features of a sample.
     *
     * @param sample index of the sample
     * @param target where they go, {@link DataSet#text()} values
     * @param at index of the first of them
     */
    void text(int sample, float[] target, int at);

    /**
     * Copies the audio features of a sample.
     *
     * @param sample index of the sample
     * @param target where they go, {@link DataSet#audio()} values
     * @param at index of the first of them
     */
    void audio(int sample, float[] target, int at);

    /**
     * Copies the vision features of a sample.
     *
     * @param sample index of the sample
     * @param target where they go, {@link DataSet#vision()} values
     * @param at index of the first of them
     */
    void vision(int sample, float[] target, int at);

    /**
     * How many frames the data says are no padding, as written there: MOSI and MOSEI count up to the first frame whose
     * features sum to 0, so it can be short.
     *
     * @param modality audio or vision; text is counted by the mask of its tokens
     * @param sample index of the sample
     * @return between 0 and the length of the sequence; the full length where the data does not say
     */
    int trueLength(Modality modality, int sample);

    /**
     * Whether BERT's input is there.
     *
     * @return true where {@link #tokens} works
     */
    default boolean hasTokenIds() {
        return false;
    }

    /**
     * Length of a row of BERT's input.
     *
     * @return tokens per sample, padding included; 0 where there are none
     */
    default int tokenLength() {
        return 0;
    }

    /**
     * Copies a row of BERT's input.
     *
     * @param row which row
     * @param sample index of the sample
     * @param target where it goes, {@link #tokenLength()} values
     * @param at index of the first of them
     * @throws IllegalStateException where {@link #hasTokenIds()} is false
     */
    default void tokens(TokenRow row, int sample, int[] target, int at) {
        throw new IllegalStateException("split " + name() + " has no text_bert: no token ids");
    }
}
