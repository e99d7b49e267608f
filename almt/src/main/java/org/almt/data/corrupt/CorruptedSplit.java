package org.almt.data.corrupt;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.almt.core.random.RandomStream;
import org.almt.data.FeatureShape;
import org.almt.data.Modality;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.TokenRow;
import org.almt.data.UnimodalLabel;

/** A split whose features are spoilt as they are read; labels, ids and words stay. */
final class CorruptedSplit implements Split {
    /** Names these numbers among all uses of a seed. */
    private static final long PURPOSE = 0x434F5252555054L;

    private final Split whole;
    private final Function<Modality, FeatureShape> shapes;
    private final FeatureDeviations deviations;
    private final long seed;
    private final List<Corruption> corruptions;

    CorruptedSplit(
            Split whole, Function<Modality, FeatureShape> shapes, FeatureDeviations deviations, long seed,
            List<Corruption> corruptions) {
        this.whole = whole;
        this.shapes = shapes;
        this.deviations = deviations;
        this.seed = seed;
        this.corruptions = corruptions;
    }

    @Override
    public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
        if (corruptions.stream().noneMatch(corruption -> corruption.modality() == modality)) {
            whole.frames(modality, sample, fromFrame, frames, target, at);
            return;
        }
        FeatureShape shape = shapes.apply(modality);
        Objects.checkFromIndexSize(fromFrame, frames, shape.length());
        float[] features = new float[shape.size()];
        whole.frames(modality, sample, 0, shape.length(), features, 0);
        RandomStream ofSample = new RandomStream(seed, PURPOSE).fork(name().ordinal()).fork(sample);
        for (int i = 0; i < corruptions.size(); i++) {
            Corruption corruption = corruptions.get(i);
            if (corruption.modality() == modality) {
                corruption.kind().transform().apply(
                        features, whole.trueLength(modality, sample), shape.width(), corruption.strength(),
                        corruption.kind() == CorruptionKind.NOISE ? deviations.of(modality) : null,
                        ofSample.fork(i).fork(modality.ordinal()).fork(corruption.kind().ordinal()));
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

    @Override
    public int trueLength(Modality modality, int sample) {
        return whole.trueLength(modality, sample);
    }

    @Override
    public SplitName name() {
        return whole.name();
    }

    @Override
    public int size() {
        return whole.size();
    }

    @Override
    public String id(int sample) {
        return whole.id(sample);
    }

    @Override
    public int indexOf(String id) {
        return whole.indexOf(id);
    }

    @Override
    public String rawText(int sample) {
        return whole.rawText(sample);
    }

    @Override
    public String annotation(int sample) {
        return whole.annotation(sample);
    }

    @Override
    public float label(int sample) {
        return whole.label(sample);
    }

    @Override
    public float label(UnimodalLabel which, int sample) {
        return whole.label(which, sample);
    }

    @Override
    public boolean hasTokenIds() {
        return whole.hasTokenIds();
    }

    @Override
    public int tokenLength() {
        return whole.tokenLength();
    }

    @Override
    public void tokens(TokenRow row, int sample, int[] target, int at) {
        whole.tokens(row, sample, target, at);
    }
}
