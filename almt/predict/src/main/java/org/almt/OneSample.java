package org.almt;

import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.input.Samples;

/** A data set of one sample, padded with zeros to the lengths of a model. */
final class OneSample implements Samples {
    private final Sample sample;
    private final float[][] values = new float[Modality.values().length][];
    private final int[] widths = new int[values.length];

    OneSample(Sample sample, InputShapes shapes) {
        this.sample = sample;
        for (Modality modality : Modality.values()) {
            values[modality.ordinal()] = new float[shapes.of(modality).size()];
            widths[modality.ordinal()] = shapes.of(modality).width();
            sample.copy(modality, values[modality.ordinal()], 0);
        }
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void frames(Modality modality, int index, int fromFrame, int frames, float[] target, int at) {
        int width = widths[modality.ordinal()];
        System.arraycopy(values[modality.ordinal()], fromFrame * width, target, at, frames * width);
    }

    @Override
    public void text(int index, float[] target, int at) {
        whole(Modality.TEXT, target, at);
    }

    @Override
    public void audio(int index, float[] target, int at) {
        whole(Modality.AUDIO, target, at);
    }

    @Override
    public void vision(int index, float[] target, int at) {
        whole(Modality.VISION, target, at);
    }

    private void whole(Modality modality, float[] target, int at) {
        float[] all = values[modality.ordinal()];
        System.arraycopy(all, 0, target, at, all.length);
    }

    @Override
    public int trueLength(Modality modality, int index) {
        return sample.features(modality).length();
    }
}
