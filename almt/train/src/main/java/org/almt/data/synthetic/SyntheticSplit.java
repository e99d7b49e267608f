package org.almt.data.synthetic;

import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.UnimodalLabel;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/** A split of a {@link SyntheticDataSet}: its samples, and how they were made. */
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

    /** Such as {@code test$_$17}: split and place, in the form of the real sets' video and clip. */
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

    /** NaN: nobody rated one modality alone; what each adds is in {@link #truth}. */
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

    /** What a sample was made from. */
    public Truth truth(int i) {
        return sample(i).truth();
    }

    /**
     * Which words or frames of a sample say something about its sentiment: in text opinions and their modifiers, in
     * audio the stressed frames, in vision those of the expression. One entry for each position, padding included; the
     * array is the caller's.
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
