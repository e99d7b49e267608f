package org.almt.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.almt.Sample;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.jspecify.annotations.Nullable;

/** A split of a {@link MemoryDataSet}. */
final class MemorySplit implements Split {
    private final SplitName name;
    private final List<LabelledSample> samples;
    private final InputShapes shapes;

    MemorySplit(SplitName name, List<LabelledSample> samples, InputShapes shapes) {
        this.name = name;
        this.samples = samples;
        this.shapes = shapes;
    }

    @Override
    public SplitName name() {
        return name;
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public String id(int sample) {
        return samples.get(sample).id();
    }

    @Override
    public @Nullable String rawText(int sample) {
        return samples.get(sample).transcript().orElse(null);
    }

    @Override
    public @Nullable String annotation(int sample) {
        return null;
    }

    @Override
    public float label(int sample) {
        return samples.get(sample).label();
    }

    @Override
    public float label(UnimodalLabel which, int sample) {
        return Float.NaN;
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        FeatureShape shape = shapes.of(modality);
        Objects.checkFromIndexSize(fromFrame, frames, shape.length());
        float[] whole = new float[shape.size()];
        copy(modality, sample, whole, 0);
        System.arraycopy(whole, fromFrame * shape.width(), target, at, frames * shape.width());
    }

    @Override
    public void text(int sample, float[] target, int at) {
        copy(Modality.TEXT, sample, target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        copy(Modality.AUDIO, sample, target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        copy(Modality.VISION, sample, target, at);
    }

    /** Copies a sample's rows, and sets the rest to zeros. */
    private void copy(Modality modality, int sample, float[] target, int at) {
        Sample features = samples.get(sample).sample();
        features.copy(modality, target, at);
        Arrays.fill(target, at + features.shape(modality).size(), at + shapes.of(modality).size(), 0f);
    }

    @Override
    public int trueLength(Modality modality, int sample) {
        return samples.get(sample).sample().shape(modality).length();
    }
}
