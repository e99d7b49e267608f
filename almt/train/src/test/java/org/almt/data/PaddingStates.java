package org.almt.data;

import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * A data set whose text has hidden states at padding positions, as a language model computes them. The rows after a
 * sentence are not zero, and depend on the sentence.
 */
public final class PaddingStates extends ForwardingDataSet {
    /** States behind the sentences of {@code data}, whose text is zero there. */
    public PaddingStates(DataSet data) {
        super(data);
    }

    @Override
    public Split split(SplitName name) {
        FeatureShape shape = text();
        return new ForwardingSplit(super.split(name)) {
            @Override
            public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
                whole().frames(modality, sample, fromFrame, frames, target, at);
                if (modality == Modality.TEXT) {
                    float[] first = new float[shape.width()];
                    whole().frames(modality, sample, 0, 1, first, 0);
                    for (int t = Math.max(fromFrame, trueLength(modality, sample)); t < fromFrame + frames; t++) {
                        System.arraycopy(first, 0, target, at + (t - fromFrame) * first.length, first.length);
                    }
                }
            }

            @Override
            public void text(int sample, float[] target, int at) {
                frames(Modality.TEXT, sample, 0, shape.length(), target, at);
            }
        };
    }
}
