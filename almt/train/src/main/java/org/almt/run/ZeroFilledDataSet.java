package org.almt.run;

import java.util.Arrays;
import java.util.Set;
import org.almt.data.DataSet;
import org.almt.data.ForwardingDataSet;
import org.almt.data.ForwardingSplit;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/**
 * A data set with zeros for modalities that it lacks or should lack. The zeros have the width that a model reads.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class ZeroFilledDataSet extends ForwardingDataSet {
    private final Set<Modality> absent;
    /** The model's sizes. Null if the model does not exist yet: the width is then one feature. */
    private final @Nullable ModelConfig sizes;

    private ZeroFilledDataSet(DataSet whole, Set<Modality> absent, @Nullable ModelConfig sizes) {
        super(whole);
        this.absent = Set.copyOf(absent);
        this.sizes = sizes;
    }

    /** A data set with zeros for some modalities, in the width that a model with these sizes reads. */
    public static DataSet of(DataSet whole, Set<Modality> absent, ModelConfig sizes) {
        return absent.isEmpty() ? whole : new ZeroFilledDataSet(whole, absent, sizes);
    }

    /** A data set without some modalities, for a model that is not trained yet. */
    public static DataSet without(DataSet whole, Set<Modality> absent) {
        return absent.isEmpty() ? whole : new ZeroFilledDataSet(whole, absent, null);
    }

    @Override
    public boolean has(Modality modality) {
        return !absent.contains(modality) && super.has(modality);
    }

    @Override
    public FeatureShape shape(Modality modality) {
        if (!absent.contains(modality)) {
            return super.shape(modality);
        }
        return sizes == null
                ? FeatureShape.ABSENT
                : new FeatureShape(1, sizes.width(modality));
    }

    @Override
    public Split split(SplitName name) {
        return new Filled(super.split(name));
    }

    private final class Filled extends ForwardingSplit {
        Filled(Split whole) {
            super(whole);
        }

        private boolean fill(Modality modality, int frames, float[] target, int at) {
            boolean fills = absent.contains(modality);
            if (fills) {
                Arrays.fill(target, at, at + frames * shape(modality).width(), 0);
            }
            return fills;
        }

        @Override
        public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
            if (!fill(modality, frames, target, at)) {
                super.frames(modality, sample, fromFrame, frames, target, at);
            }
        }

        @Override
        public int trueLength(Modality modality, int sample) {
            return absent.contains(modality) ? 1 : super.trueLength(modality, sample);
        }

        @Override
        public void text(int sample, float[] target, int at) {
            if (!fill(Modality.TEXT, 1, target, at)) {
                super.text(sample, target, at);
            }
        }

        @Override
        public void audio(int sample, float[] target, int at) {
            if (!fill(Modality.AUDIO, 1, target, at)) {
                super.audio(sample, target, at);
            }
        }

        @Override
        public void vision(int sample, float[] target, int at) {
            if (!fill(Modality.VISION, 1, target, at)) {
                super.vision(sample, target, at);
            }
        }
    }
}
