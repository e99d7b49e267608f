package org.almt.report;

import java.util.function.UnaryOperator;
import org.almt.data.Modality;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.UnimodalLabel;

/** A split with other ids, texts and annotations. */
record RenamedSplit(Split split, UnaryOperator<String> text) implements Split {
    @Override
    public SplitName name() {
        return split.name();
    }

    @Override
    public int size() {
        return split.size();
    }

    @Override
    public String id(int sample) {
        return text.apply(split.id(sample));
    }

    @Override
    public String rawText(int sample) {
        return text.apply(split.rawText(sample));
    }

    @Override
    public String annotation(int sample) {
        return text.apply(split.annotation(sample));
    }

    @Override
    public float label(int sample) {
        return split.label(sample);
    }

    @Override
    public float label(UnimodalLabel which, int sample) {
        return split.label(which, sample);
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        split.frames(modality, sample, fromFrame, frames, target, at);
    }

    @Override
    public void text(int sample, float[] target, int at) {
        split.text(sample, target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        split.audio(sample, target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        split.vision(sample, target, at);
    }

    @Override
    public int trueLength(Modality modality, int sample) {
        return split.trueLength(modality, sample);
    }
}
