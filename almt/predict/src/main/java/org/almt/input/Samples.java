package org.almt.input;

/**
 * Samples by index, as a model takes them. Reading is safe from many threads. No value is ever NaN or infinite.
 *
 * <p>Threads: many may use it while none changes it.
 */
public interface Samples {
    /**
     * How many samples there are.
     *
     * @return at least 1
     */
    int size();

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
     * @param target where they go, as many values as {@link InputShapes#text} has
     * @param at index of the first of them
     */
    void text(int sample, float[] target, int at);

    /**
     * Copies the audio features of a sample.
     *
     * @param sample index of the sample
     * @param target where they go, as many values as {@link InputShapes#audio} has
     * @param at index of the first of them
     */
    void audio(int sample, float[] target, int at);

    /**
     * Copies the vision features of a sample.
     *
     * @param sample index of the sample
     * @param target where they go, as many values as {@link InputShapes#vision} has
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
     * @return tokens per sample, padding included; 0 without token ids
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
        throw new IllegalStateException("these samples have no text_bert: no token ids");
    }
}
