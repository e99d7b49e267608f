package org.almt.data;

import java.util.List;
import java.util.Set;

/**
 * A data set whose text has states of padding, as a language model computes them: what stands behind a sentence is not
 * zero, and follows from the sentence.
 *
 * @param data whose text is zero there
 */
public record StatesOfPadding(DataSet data) implements DataSet {
    @Override
    public String description() {
        return data.description();
    }

    @Override
    public String sha256() {
        return data.sha256();
    }

    @Override
    public List<String> notes() {
        return data.notes();
    }

    @Override
    public FeatureShape shape(Modality modality) {
        return data.shape(modality);
    }

    @Override
    public Set<SplitName> splits() {
        return data.splits();
    }

    @Override
    public Split split(SplitName name) {
        FeatureShape shape = data.text();
        return new ForwardingSplit(data.split(name)) {
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

    @Override
    public void close() {
        data.close();
    }
}
