package org.almt.data.synthetic;

import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.UnimodalLabel;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/** A split of a {@link SyntheticDataSet}: its samples, with their true causes. */
public final class SyntheticSplit implements Split {
    private final SplitName name;
    private final SyntheticSizes sizes;
    private final SyntheticSample[] samples;

    SyntheticSplit(SplitName name, SyntheticSizes sizes, SyntheticSample[] samples) {
        this.name = name;
        this.sizes = sizes;
        this.samples = samples;
    }

    @Override
    public SplitName name() {
        return name;
    }

    @Override
    public int size() {
        return samples.length;
    }

    /** For example {@code test$_$17}: split and index, in the form of video and clip in the real data sets. */
    @Override
    public String id(int i) {
        return name.key() + "$_$" + checked(i);
    }

    @Override
    public String rawText(int i) {
        return sample(i).sentence().text();
    }

    @Override
    public String annotation(int i) {
        float label = label(i);
        return label < 0 ? "Negative" : label > 0 ? "Positive" : "Neutral";
    }

    @Override
    public float label(int i) {
        return sample(i).label();
    }

    /** NaN: there are no labels of single modalities. {@link #truth} has the part of each. */
    @Override
    public float label(UnimodalLabel which, int i) {
        checked(i);
        return Float.NaN;
    }

    @Override
    public void frames(Modality modality, int i, int fromFrame, int frames, float[] target, int at) {
        FeatureShape shape = sizes.shape(modality);
        if (fromFrame < 0 || frames < 0 || fromFrame > shape.length() - frames) {
            throw new IndexOutOfBoundsException("synthetic data: " + frames + " frames from " + fromFrame + " on, of "
                    + shape.length() + " " + modality + " frames");
        }
        float[] features = sample(i).features()[modality.ordinal()];
        System.arraycopy(features, fromFrame * shape.width(), target, at, frames * shape.width());
    }

    @Override
    public void text(int i, float[] target, int at) {
        frames(Modality.TEXT, i, 0, sizes.text().length(), target, at);
    }

    @Override
    public void audio(int i, float[] target, int at) {
        frames(Modality.AUDIO, i, 0, sizes.audio().length(), target, at);
    }

    @Override
    public void vision(int i, float[] target, int at) {
        frames(Modality.VISION, i, 0, sizes.vision().length(), target, at);
    }

    @Override
    public int trueLength(Modality modality, int i) {
        return sample(i).lengths()[modality.ordinal()];
    }

    /** The true causes of a sample. */
    public Truth truth(int i) {
        return sample(i).truth();
    }

    /**
     * Whether each word or frame of a sample is informative about its sentiment. These are opinions and their modifiers
     * in text, the stressed frames in audio, and the frames of the expression in vision. There is one entry for each
     * position, including padding. The array belongs to the caller.
     */
    public boolean[] informativeFrames(Modality modality, int i) {
        return sample(i).informative()[modality.ordinal()].clone();
    }

    private SyntheticSample sample(int i) {
        return samples[checked(i)];
    }

    private int checked(int i) {
        if (i < 0 || i >= samples.length) {
            throw new IndexOutOfBoundsException(
                    "synthetic data: the " + name + " split has no sample " + i + "; it has " + samples.length);
        }
        return i;
    }
}
