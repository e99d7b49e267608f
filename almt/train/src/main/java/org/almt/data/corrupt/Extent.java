package org.almt.data.corrupt;

import org.almt.data.Split;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * The boundary between the frames of a sample and its padding.
 *
 * @param frames the number of frames before the padding
 *
 * @param filled the number of frames before the trailing zeros. It is more than {@code frames} if a language model
 *         computed hidden states at padding positions: they have attended to the sentence and encode it
 */
record Extent(int frames, int filled) {

    /**
     * The extent of a sample. Text ends at its true length, because language models fill padding too. Audio and vision
     * end at the last frame that is not all zero, because the lengths in MOSI and MOSEI end at the first frame that
     * sums to 0.
     *
     * @param features the features of the sample, [length, width]
     */
    static Extent of(Split split, Modality modality, int sample, float[] features, FeatureShape shape) {
        int last = shape.size() - 1;
        while (last >= 0 && features[last] == 0) {
            last--;
        }
        int filled = last < 0 ? 0 : last / shape.width() + 1;
        if (modality != Modality.TEXT) {
            return new Extent(filled, filled);
        }
        int frames = Math.min(shape.length(), split.trueLength(modality, sample));
        return new Extent(frames, Math.max(frames, filled));
    }
}
