package org.almt.data.corrupt;

import org.almt.data.Split;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * Where the frames of a sample end and its padding begins.
 *
 * @param frames before the padding
 * @param filled frames up to where nothing but zeros follows: more than {@code frames} where a language model has left
 *        states in the padding, which have attended to the sentence and encode it
 */
record Extent(int frames, int filled) {

    /**
     * Of a sample. In text its frames end at the true length, since language models fill padding too; else at the last
     * frame that is not all zero, since the lengths that MOSI and MOSEI give end at the first frame that sums to 0.
     *
     * @param features of the sample, [length, width]
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
