package org.almt.bench;

import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.UnimodalLabel;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.model.AlmtConfig;
import org.jspecify.annotations.Nullable;

/** Samples of full length in memory, all features normally distributed. */
final class Utterances implements Split {
    private final int size;
    private final FeatureShape textShape;
    private final FeatureShape audioShape;
    private final FeatureShape visionShape;
    /** [size, L, d] of each modality. */
    final float[] text;
    final float[] audio;
    final float[] vision;
    /** [size]. */
    final float[] labels;

    Utterances(AlmtConfig config, int size) {
        this.size = size;
        textShape = new FeatureShape(config.textLength(), config.textWidth());
        audioShape = new FeatureShape(config.audioLength(), config.audioWidth());
        visionShape = new FeatureShape(config.visionLength(), config.visionWidth());
        text = BenchInputs.gaussian(1, size * count(textShape));
        audio = BenchInputs.gaussian(2, size * count(audioShape));
        vision = BenchInputs.gaussian(3, size * count(visionShape));
        labels = BenchInputs.gaussian(4, size);
    }

    private static int count(FeatureShape shape) {
        return shape.length() * shape.width();
    }

    FeatureShape textShape() {
        return textShape;
    }

    FeatureShape audioShape() {
        return audioShape;
    }

    FeatureShape visionShape() {
        return visionShape;
    }

    /** The features of one sample, a row for each position. */
    float[][] rows(Modality modality, int sample) {
        FeatureShape shape = shape(modality);
        float[][] rows = new float[shape.length()][shape.width()];
        for (int i = 0; i < rows.length; i++) {
            frames(modality, sample, i, 1, rows[i], 0);
        }
        return rows;
    }

    private FeatureShape shape(Modality modality) {
        return switch (modality) {
            case TEXT -> textShape;
            case AUDIO -> audioShape;
            case VISION -> visionShape;
        };
    }

    @Override
    public SplitName name() {
        return SplitName.TRAIN;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String id(int sample) {
        return "sample-" + sample;
    }

    @Override
    public @Nullable String rawText(int sample) {
        return null;
    }

    @Override
    public @Nullable String annotation(int sample) {
        return null;
    }

    @Override
    public float label(int sample) {
        return labels[sample];
    }

    @Override
    public float label(UnimodalLabel which, int sample) {
        return Float.NaN;
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        FeatureShape shape = shape(modality);
        float[] source = switch (modality) {
            case TEXT -> text;
            case AUDIO -> audio;
            case VISION -> vision;
        };
        System.arraycopy(source, sample * count(shape) + fromFrame * shape.width(), target, at,
                frames * shape.width());
    }

    @Override
    public void text(int sample, float[] target, int at) {
        frames(Modality.TEXT, sample, 0, textShape.length(), target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        frames(Modality.AUDIO, sample, 0, audioShape.length(), target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        frames(Modality.VISION, sample, 0, visionShape.length(), target, at);
    }

    @Override
    public int trueLength(Modality modality, int sample) {
        return shape(modality).length();
    }
}
