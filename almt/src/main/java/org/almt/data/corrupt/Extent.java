package org.almt.data.corrupt;

import org.almt.data.FeatureShape;
import org.almt.data.Modality;
import org.almt.data.Split;

/** Where the frames of a sample end and its padding begins. */
final class Extent {
    private Extent() {}

    /**
     * The number of frames before the padding: in text the true length, since language models fill padding too; else up to
     * the last frame that is not all zero, since the lengths that MOSI and MOSEI give end at the first frame that sums to 0.
     *
     * @param features of the sample, [length, width]
     */
    static int of(Split split, Modality modality, int sample, float[] features, FeatureShape shape) {
        if (modality == Modality.TEXT) {
            return Math.min(shape.length(), split.trueLength(modality, sample));
        }
        int last = shape.size() - 1;
        while (last >= 0 && features[last] == 0) {
            last--;
        }
        return last / shape.width() + (last < 0 ? 0 : 1);
    }
}
