package org.almt.input;

/**
 * Samples by index, in the form that a model reads. Many threads may read at the same time. No value is NaN or
 * infinite.
 *
 * <p>Threads: many may use it while none changes it.
 */
public interface Samples {
    /**
     * The number of samples.
     *
     * @return at least 1
     */
    int size();

    /**
     * Copies some frames of a sample, row by row.
     *
     * @param modality the modality
     * @param sample the index of the sample
     * @param fromFrame the first frame
     * @param frames the number of frames
     * @param target the array that receives them, {@code frames × width} values
     * @param at the index of the first value in it
     */
    void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at);

    /**
     * Copies the text features of a sample.
     *
     * @param sample the index of the sample
     *
     * @param target the array that receives them, as many values as {@link InputShapes#text} has
     *
     * @param at the index of the first value in it
     */
    void text(int sample, float[] target, int at);

    /**
     * Copies the audio features of a sample.
     *
     * @param sample the index of the sample
     *
     * @param target the array that receives them, as many values as {@link InputShapes#audio} has
     *
     * @param at the index of the first value in it
     */
    void audio(int sample, float[] target, int at);

    /**
     * Copies the vision features of a sample.
     *
     * @param sample the index of the sample
     *
     * @param target the array that receives them, as many values as {@link InputShapes#vision} has
     *
     * @param at the index of the first value in it
     */
    void vision(int sample, float[] target, int at);

    /**
     * The number of frames that are not padding, as stated in the data. It can be too small: MOSI and MOSEI count up to
     * the first frame whose features sum to 0.
     *
     * @param modality audio or vision; the length of text is given by the mask of its tokens
     *
     * @param sample the index of the sample
     * @return between 0 and the length of the sequence; the full length if the data do not state it
     */
    int trueLength(Modality modality, int sample);

    /**
     * Whether BERT's input is present.
     *
     * @return true if {@link #tokens} may be called
     */
    default boolean hasTokenIds() {
        return false;
    }

    /**
     * The length of a row of BERT's input.
     *
     * @return tokens per sample, with padding; 0 without token ids
     */
    default int tokenLength() {
        return 0;
    }

    /**
     * Copies a row of BERT's input.
     *
     * @param row the row
     * @param sample the index of the sample
     * @param target the array that receives it, {@link #tokenLength()} values
     * @param at the index of the first value in it
     * @throws IllegalStateException if {@link #hasTokenIds()} is false
     */
    default void tokens(TokenRow row, int sample, int[] target, int at) {
        throw new IllegalStateException("these samples have no text_bert: no token ids");
    }
}
