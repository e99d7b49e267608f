package org.almt.data;

import java.util.Arrays;
import java.util.Objects;
import org.almt.input.CropRule;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/** A split whose audio and vision are cropped. They begin at their first frame that is not all zero. */
final class CroppedSplit extends ForwardingSplit {
    private final Crop audio;
    private final Crop vision;
    private final FeatureShape text;

    CroppedSplit(Split whole, FeatureShape audio, FeatureShape vision, FeatureShape text, int frames) {
        super(whole);
        this.text = text;
        this.audio = new Crop(Modality.AUDIO, audio, frames);
        this.vision = new Crop(Modality.VISION, vision, frames);
    }

    /**
     * The crop of one modality. Start frames are computed on first use. Two threads that compute the same start get the
     * same result.
     */
    private final class Crop {
        private final Modality modality;
        private final FeatureShape full;
        private final int frames;
        private final int[] starts;

        Crop(Modality modality, FeatureShape full, int frames) {
            this.modality = modality;
            this.full = full;
            this.frames = Math.min(frames, full.length());
            this.starts = new int[whole().size()];
            Arrays.fill(starts, full.length() <= frames ? 0 : -1);
        }

        /** The first frame of a sample's crop by the {@link CropRule}. */
        int start(int sample) {
            if (starts[sample] < 0) {
                float[] row = new float[full.width()];
                starts[sample] = CropRule.start(full.length(), frames, frame -> {
                    whole().frames(modality, sample, frame, 1, row, 0);
                    return CropRule.isZero(row, 0, row.length);
                });
            }
            return starts[sample];
        }
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        if (modality == Modality.TEXT) {
            whole().frames(modality, sample, fromFrame, frames, target, at);
            return;
        }
        Crop crop = modality == Modality.AUDIO ? audio : vision;
        Objects.checkFromIndexSize(fromFrame, frames, crop.frames);
        whole().frames(modality, sample, crop.start(sample) + fromFrame, frames, target, at);
    }

    @Override
    public void text(int sample, float[] target, int at) {
        whole().frames(Modality.TEXT, sample, 0, text.length(), target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        frames(Modality.AUDIO, sample, 0, audio.frames, target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        frames(Modality.VISION, sample, 0, vision.frames, target, at);
    }

    @Override
    public int trueLength(Modality modality, int sample) {
        int length = whole().trueLength(modality, sample);
        if (modality == Modality.TEXT) {
            return length;
        }
        Crop crop = modality == Modality.AUDIO ? audio : vision;
        return Math.clamp(length - crop.start(sample), 0, crop.frames);
    }
}
