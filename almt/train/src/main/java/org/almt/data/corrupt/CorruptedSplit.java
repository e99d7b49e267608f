package org.almt.data.corrupt;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.almt.core.random.RandomStream;
import org.almt.data.ForwardingSplit;
import org.almt.data.Split;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/** A split whose features are corrupted as they are read; labels, ids and words stay. */
final class CorruptedSplit extends ForwardingSplit {
    /** Names these numbers among all uses of a seed. */
    private static final long PURPOSE = 0x434F5252555054L;

    private final Function<Modality, FeatureShape> shapes;
    private final FeatureDeviations deviations;
    private final long seed;
    private final List<Corruption> corruptions;

    CorruptedSplit(
            Split whole, Function<Modality, FeatureShape> shapes, FeatureDeviations deviations, long seed,
            List<Corruption> corruptions) {
        super(whole);
        this.shapes = shapes;
        this.deviations = deviations;
        this.seed = seed;
        this.corruptions = corruptions;
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        if (corruptions.stream().noneMatch(corruption -> corruption.modality() == modality)) {
            whole().frames(modality, sample, fromFrame, frames, target, at);
            return;
        }
        FeatureShape shape = shapes.apply(modality);
        Objects.checkFromIndexSize(fromFrame, frames, shape.length());
        float[] features = new float[shape.size()];
        whole().frames(modality, sample, 0, shape.length(), features, 0);
        Extent extent = Extent.of(whole(), modality, sample, features, shape);
        RandomStream ofSample = new RandomStream(seed, PURPOSE).fork(name().ordinal()).fork(sample);
        // numbered among its like, so that what else is done changes nothing of what one does
        int[] before = new int[CorruptionKind.values().length];
        for (Corruption corruption : corruptions) {
            if (corruption.modality() == modality) {
                int occurrence = before[corruption.kind().ordinal()]++;
                corruption.kind().transform().apply(
                        features, extent, shape.width(), corruption.strength(),
                        corruption.kind() == CorruptionKind.NOISE ? deviations.of(modality) : null,
                        ofSample.fork(occurrence).fork(modality.ordinal()).fork(corruption.kind().ordinal()));
            }
        }
        System.arraycopy(features, fromFrame * shape.width(), target, at, frames * shape.width());
    }

    @Override
    public void text(int sample, float[] target, int at) {
        frames(Modality.TEXT, sample, 0, shapes.apply(Modality.TEXT).length(), target, at);
    }

    @Override
    public void audio(int sample, float[] target, int at) {
        frames(Modality.AUDIO, sample, 0, shapes.apply(Modality.AUDIO).length(), target, at);
    }

    @Override
    public void vision(int sample, float[] target, int at) {
        frames(Modality.VISION, sample, 0, shapes.apply(Modality.VISION).length(), target, at);
    }
}
